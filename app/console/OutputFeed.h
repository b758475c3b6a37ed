#pragma once

#include "runtime/stream/Recording.h"

#include <memory>
#include <vector>

namespace loopscope {

/// Which records of a recording are output, kept up with its growth.
///
/// Thread: the GUI's. Lifetime: that of the panel; the recording changes.
class OutputFeed
{
public:
    struct Piece {
        std::uint64_t record; ///< its index
        TextId text;
        bool isError;
    };

    void setRecording(std::shared_ptr<Recording> recording);
    /// Looks at the records that are new; true if there is new output.
    bool extend();

    std::size_t size() const { return m_pieces.size(); }
    /// How many pieces lie before the cursor.
    std::size_t countAt(std::uint64_t cursor) const;
    /// How many pieces were printed before this time, ns.
    std::size_t countBefore(std::uint64_t time) const;
    const Piece& at(std::size_t i) const { return m_pieces[i]; }
    std::string_view bytes(std::size_t i) const { return m_recording->dictionary().text(m_pieces[i].text); }

private:
    void look(std::uint64_t first, std::uint64_t end, std::vector<Piece>& pieces) const;

    std::shared_ptr<Recording> m_recording;
    std::uint64_t m_seen = 0;
    std::vector<Piece> m_pieces;
};

} // namespace loopscope
