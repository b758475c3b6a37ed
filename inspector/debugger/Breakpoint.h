#pragma once

#include <QJsonArray>
#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace loopscope {

/// Where the user wants to stop, or to have something printed. A value.
struct Breakpoint {
    int id = 0; ///< of the list; stays
    QString path;
    int line = 1;        ///< 1-based
    int column = 0;      ///< 1-based; 0: wherever the line has code
    QString condition;   ///< an expression; empty: always
    int hits = 0;        ///< stops at the n-th time and then each time; 0: at each
    QString logMessage;  ///< is printed instead of stopping: text with {expressions}
    bool isEnabled = true;

    bool isLogpoint() const { return !logMessage.isEmpty(); }
    bool operator==(const Breakpoint&) const = default;
};

/// What became of one in the program that runs. A value.
struct BreakpointState {
    enum class Kind : std::uint8_t {
        Unset,   ///< no program runs, or it is off
        Pending, ///< its script is not loaded
        Bound,
        Refused,
    };
    Kind kind = Kind::Unset;
    int line = 0;   ///< where it stands, if bound: maybe below the line that was asked for
    QString reason; ///< of a refusal
    int column = 0; ///< where it stands, if bound
    bool operator==(const BreakpointState&) const = default;
};

/// All that the user has set, in the order of files and lines.
///
/// Thread: the GUI's. Lifetime: the window's.
class BreakpointList : public QObject
{
    Q_OBJECT
public:
    explicit BreakpointList(QObject* parent = nullptr) : QObject(parent) {}

    const std::vector<Breakpoint>& all() const { return m_all; }
    const Breakpoint* find(int id) const;
    const Breakpoint* at(const QString& path, int line) const;
    BreakpointState state(int id) const;

    /// Returns its id. One that stands at the same place already is replaced.
    int add(Breakpoint breakpoint);
    void update(const Breakpoint& breakpoint); ///< by id; nothing if there is none
    void remove(int id);
    void clear();
    /// Sets one or takes it away. The id of a new one, else 0.
    int toggle(const QString& path, int line);
    /// The same for one at a column.
    int toggleColumn(const QString& path, int line, int column);
    /// The text has changed before them: each line where it is now.
    void moveLine(int id, int line);
    void rename(const QString& from, const QString& to);

    void setState(int id, const BreakpointState& state);
    void forgetStates();

    /// For the project's file.
    QJsonArray toJson() const;
    void fromJson(const QJsonArray& json); ///< what is no breakpoint is left out

signals:
    void added(int id);
    void changed(int id);
    void removed(int id);
    void stateChanged(int id);
    void moved(int id); ///< its line alone
    void reset();

private:
    std::vector<Breakpoint>::iterator iterator(int id);
    void sort();

    std::vector<Breakpoint> m_all;
    std::vector<std::pair<int, BreakpointState>> m_states;
    int m_last = 0;
};

} // namespace loopscope
