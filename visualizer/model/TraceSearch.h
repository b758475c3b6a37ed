#pragma once

#include "visualizer/model/TextMatcher.h"

#include <QObject>

#include <memory>
#include <optional>
#include <span>

namespace loopscope {

class Recording;
class TraceView;

/// Looks for a text in all that ran or was printed: functions and callbacks that begin, operations that start, handles, output.
/// Long recordings are searched by slices between events, and further as they grow.
///
/// Thread: the GUI's. Lifetime: the TraceView's, which owns it.
class TraceSearch : public QObject
{
    Q_OBJECT
public:
    explicit TraceSearch(TraceView& view);

    const QString& text() const { return m_text; }
    /// Empty: nothing is looked for.
    void setText(const QString& text);

    /// Indices of the records found so far, rising.
    std::span<const std::uint32_t> hits() const { return m_hits; }
    /// Whether all there is has been looked at.
    bool isDone() const;
    /// The cursor goes to the next hit, or the one before; after the last comes the first. False if there is none.
    bool goToNext();
    bool goToPrevious();
    /// The place in hits() of the one that the cursor stands just after; none if it stands at no hit.
    std::optional<std::size_t> current() const;

signals:
    /// The text, or what was found.
    void changed();

private:
    void begin();
    void lookFurther();
    bool goTo(std::size_t hit);

    TraceView& m_view;
    QString m_text;
    std::shared_ptr<Recording> m_recording; ///< that m_matcher is for
    std::unique_ptr<TextMatcher> m_matcher; ///< null while nothing is looked for
    std::vector<std::uint32_t> m_hits;
    std::uint64_t m_seen = 0;
    bool m_isScheduled = false;
};

} // namespace loopscope
