#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QtTest>
#include <QtWidgets>

using namespace loopscope;

/// A window with each ordinary widget, dressed. With LOOPSCOPE_PICTURES=FOLDER its pictures are kept for eyes.
class StyleGalleryTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_themes.dressApplication();
        build();
    }

    void themes_data()
    {
        QTest::addColumn<int>("choice");
        QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark);
        QTest::newRow("light") << static_cast<int>(ThemeChoice::Light);
        QTest::newRow("contrast") << static_cast<int>(ThemeChoice::Contrast);
    }

    void everyWidgetIsDressed_data() { themes_data(); }
    void everyWidgetIsDressed()
    {
        QFETCH(int, choice);
        m_themes.setChoice(static_cast<ThemeChoice>(choice));
        keep(QTest::currentDataTag());
        const Theme& t = m_themes.theme();
        QCOMPARE(m_window->grab().toImage().pixelColor(m_window->width() - 3, m_menuHeight / 2), t.window);
        for (const QLineEdit* edit : m_window->findChildren<QLineEdit*>())
            QVERIFY2(qobject_cast<QAbstractSpinBox*>(edit->parent()) || edit->height() >= QFontMetrics(edit->font()).height() + 2 * t.space(Space::XS), qPrintable(edit->text()));
        for (const QPushButton* button : m_window->findChildren<QPushButton*>()) {
            QVERIFY2(button->width() >= QFontMetrics(button->font()).horizontalAdvance(button->text()) + 2 * t.space(Space::M), qPrintable(button->text()));
        }
    }

    void presentationEnlargesWidgets()
    {
        const int before = m_button->sizeHint().height();
        m_themes.setScale(1.5);
        keep("presentation");
        QVERIFY(m_button->sizeHint().height() > before * 1.3);
        m_themes.setScale(1);
    }

private:
    void build()
    {
        m_window = std::make_unique<QMainWindow>();
        m_window->resize(980, 640);
        QMenu* file = m_window->menuBar()->addMenu("File");
        m_window->menuBar()->addMenu("Run");
        m_window->menuBar()->addMenu("View");
        file->addAction(icon(m_themes, "folder-open"), "Open…", QKeySequence("Ctrl+O"));
        QAction* check = file->addAction("Show Node's own callbacks");
        check->setCheckable(true);
        check->setChecked(true);
        file->addSeparator();
        file->addAction("Not now")->setEnabled(false);
        file->addMenu("Recent");
        m_menu = file;

        QToolBar* bar = m_window->addToolBar("Run");
        bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        bar->addAction(icon(m_themes, "run", IconTone::Ok), "Run");
        bar->addAction(icon(m_themes, "stop", IconTone::Error), "Stop")->setEnabled(false);
        bar->addAction(icon(m_themes, "restart"), "Restart");
        bar->addSeparator();
        for (const char* name : {"to-start", "step-back", "play", "step-forward", "to-end", "follow", "zoom-in", "zoom-out", "zoom-fit"})
            bar->addAction(icon(m_themes, name), "")->setToolTip(name);
        bar->addSeparator();
        auto* detail = new QComboBox;
        detail->addItems({"Lesson", "Trace", "Monitor"});
        bar->addWidget(detail);

        auto* tabs = new QTabWidget;
        tabs->setTabsClosable(true);
        tabs->setDocumentMode(true);
        tabs->addTab(form(), "Inputs");
        tabs->addTab(new QPlainTextEdit("text"), icon(m_themes, "file-code"), "app.js");
        m_window->setCentralWidget(tabs);

        addDock("Files", tree(), Qt::LeftDockWidgetArea);
        addDock("Events", table(), Qt::BottomDockWidgetArea);
        m_window->statusBar()->addWidget(new QLabel("Lesson · 1,204 events · 0 lost"));
        m_window->show();
        m_menuHeight = m_window->menuBar()->height();
    }

    QWidget* form()
    {
        auto* page = new QWidget;
        auto* grid = new QGridLayout(page);
        auto* title = new QLabel("Run settings");
        title->setProperty("role", "heading");
        grid->addWidget(title, 0, 0, 1, 2);
        auto* hint = new QLabel("What the next run records");
        hint->setProperty("role", "muted");
        grid->addWidget(hint, 1, 0, 1, 2);
        grid->addWidget(new QLineEdit("node app.js --port 3000"), 2, 0);
        auto* search = new QLineEdit;
        search->setPlaceholderText("Find");
        search->addAction(icon(m_themes, "search"), QLineEdit::LeadingPosition);
        grid->addWidget(search, 2, 1);
        auto* disabled = new QLineEdit("disabled");
        disabled->setEnabled(false);
        grid->addWidget(disabled, 3, 0);
        grid->addWidget(new QSpinBox, 3, 1);
        auto* on = new QCheckBox("Follow live");
        on->setChecked(true);
        grid->addWidget(on, 4, 0);
        grid->addWidget(new QCheckBox("Show internals"), 4, 1);
        auto* radio = new QRadioButton("CommonJS");
        radio->setChecked(true);
        grid->addWidget(radio, 5, 0);
        grid->addWidget(new QRadioButton("ES module"), 5, 1);
        auto* slider = new QSlider(Qt::Horizontal);
        slider->setValue(40);
        grid->addWidget(slider, 6, 0);
        auto* progress = new QProgressBar;
        progress->setValue(60);
        progress->setTextVisible(false);
        grid->addWidget(progress, 6, 1);
        m_button = new QPushButton("Cancel");
        grid->addWidget(m_button, 7, 0);
        auto* primary = new QPushButton("Run");
        primary->setProperty("primary", true);
        grid->addWidget(primary, 7, 1);
        grid->setRowStretch(8, 1);
        return page;
    }

    QWidget* tree()
    {
        auto* tree = new QTreeWidget;
        tree->setHeaderHidden(true);
        auto* folder = new QTreeWidgetItem(tree, {"lessons"});
        folder->setIcon(0, icon(m_themes, "folder-open"));
        for (const char* name : {"order.js", "pool.js", "a-file-with-a-long-name.mjs"})
            new QTreeWidgetItem(folder, {name});
        auto* closed = new QTreeWidgetItem(tree, {"node_modules"});
        new QTreeWidgetItem(closed, {"express"});
        folder->setExpanded(true);
        tree->setCurrentItem(folder->child(1));
        return tree;
    }

    QWidget* table()
    {
        auto* table = new QTableWidget(30, 4);
        table->setHorizontalHeaderLabels({"Time", "Kind", "What", "Place"});
        table->verticalHeader()->hide();
        table->setShowGrid(false);
        table->horizontalHeader()->setStretchLastSection(true);
        for (int row = 0; row < 30; ++row)
            for (int column = 0; column < 4; ++column) table->setItem(row, column, new QTableWidgetItem(QString("cell %1.%2").arg(row).arg(column)));
        table->selectRow(2);
        return table;
    }

    void addDock(const QString& title, QWidget* widget, Qt::DockWidgetArea area)
    {
        auto* dock = new QDockWidget(title);
        dock->setWidget(widget);
        m_window->addDockWidget(area, dock);
    }

    void keep(const QString& name)
    {
        const QString folder = qEnvironmentVariable("LOOPSCOPE_PICTURES");
        if (folder.isEmpty()) return;
        QPixmap picture = m_window->grab();
        m_menu->ensurePolished();
        m_menu->adjustSize();
        QPainter painter(&picture);
        painter.drawPixmap(420, 220, m_menu->grab());
        painter.end();
        QVERIFY(picture.save(QStringLiteral("%1/widgets-%2.png").arg(folder, name)));
    }

    ThemeManager m_themes;
    std::unique_ptr<QMainWindow> m_window;
    QMenu* m_menu = nullptr;
    QPushButton* m_button = nullptr;
    int m_menuHeight = 0;
};

QTEST_MAIN(StyleGalleryTest)
#include "StyleGalleryTest.moc"
