#pragma once

#include <cstdio>
#include <functional>
#include <string>
#include <unistd.h>

namespace loopscope {

/// What a function writes to this process's stdout and stderr, by whatever way, and what it returns.
struct Captured {
    int code = 0;
    std::string out, err;

    static Captured from(const std::function<int()>& function)
    {
        Captured result;
        Redirection out(STDOUT_FILENO, stdout), err(STDERR_FILENO, stderr);
        result.code = function();
        result.out = out.end();
        result.err = err.end();
        return result;
    }

private:
    class Redirection
    {
    public:
        Redirection(int descriptor, FILE* stream) : m_descriptor(descriptor), m_stream(stream), m_file(tmpfile()), m_saved(dup(descriptor))
        {
            fflush(m_stream);
            dup2(fileno(m_file), m_descriptor);
        }
        ~Redirection() { end(); }
        std::string end()
        {
            if (!m_file) return {};
            fflush(m_stream);
            dup2(m_saved, m_descriptor);
            close(m_saved);
            std::string text;
            rewind(m_file);
            for (int c; (c = getc(m_file)) != EOF;) text += static_cast<char>(c);
            fclose(m_file);
            m_file = nullptr;
            return text;
        }

    private:
        int m_descriptor;
        FILE* m_stream;
        FILE* m_file;
        int m_saved;
    };
};

} // namespace loopscope
