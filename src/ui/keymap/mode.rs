//! What keys are for, where.

macro_rules! modes {
    ($($(#[$doc:meta])* $mode:ident,)*) => {
        /// What keys are for at the moment.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Mode {
            $($(#[$doc])* $mode,)*
        }

        #[cfg(test)]
        pub(super) const MODES: &[Mode] = &[$(Mode::$mode),*];
    };
}

modes! {
    /// A text is edited in a form.
    Text,
    /// A text is edited in a form that has an inspector beside it.
    InspectedText,
    /// The name of a file is edited, and can be completed.
    Path,
    /// A passphrase is edited, which isn't shown.
    Secret,
    /// A text is edited in the member table.
    MemberCell,
    /// A text is edited in the client table.
    ClientCell,
    /// One of an upright list is picked.
    Table,
    /// One of the hardware tiers is picked.
    Tiers,
    /// One of a line is picked.
    Line,
    /// The files are gone through.
    Files,
    /// A further client can be added.
    AddClient,
    /// Questions that most leave alone can be shown, or hidden again.
    More,
    /// Problems and advice are gone through.
    Advice,
    /// The same on one that no field can fix.
    Remark,
    /// A button has the focus.
    Button,
    /// Keys are being made.
    Running,
    /// No bundle was made: it was cancelled, or failed.
    Stopped,
    /// The bundle stands.
    Finished,
    /// The next commands have the focus.
    NextCommands,
    /// A certificate is inspected in the place of the form.
    Pane,
    /// Two texts of a dialog are edited.
    FillDialog,
    /// A question waits for its answer.
    Question,
    /// One of the places to start from is picked.
    Starts,
    /// One of the drafts is picked.
    Drafts,
    /// A file is read on the whole screen.
    Reader,
    /// A file is gone through, each line explained.
    Preview,
    /// The help is read on the whole screen.
    Help,
    /// The page about the lab, or about the keys of the course.
    LabHelp,
    /// The inspector's tree is gone through.
    Tree,
    /// The inspector's details are read.
    Details,
    /// The inspector shows PEM or DER.
    Raw,
    /// A text is searched for in the inspector's tree.
    Search,
    /// The lab's members are gone through.
    Lab,
    /// The same in a lesson, below its tasks.
    LessonLab,
    /// One of the lessons is picked.
    Lessons,
    /// The text of a lesson is read.
    Lesson,
    /// The properties of certificates are gone through.
    Bench,
    /// The same of members that are processes on this machine.
    LabEtcd,
    /// What etcdctl is told is typed.
    LabPrompt,
    /// The screen is too small to show what keys would do.
    TooSmall,
}

impl Mode {
    /// Whether plain characters are text here.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::InspectedText
                | Self::Path
                | Self::Secret
                | Self::MemberCell
                | Self::ClientCell
                | Self::FillDialog
                | Self::Search
                | Self::LabPrompt
        )
    }

    /// Whether this is the lab, on either floor.
    pub(super) fn is_lab(self) -> bool {
        self.is_memory() || self == Self::LabEtcd
    }

    /// Whether this is the lab's floor in memory.
    pub(super) fn is_memory(self) -> bool {
        matches!(self, Self::Lab | Self::LessonLab)
    }

    /// Whether a lesson's tasks are on the screen.
    pub(super) fn does_tasks(self) -> bool {
        matches!(self, Self::LessonLab | Self::Bench)
    }

    /// Whether a paste is taken here, or what it is refused for is said.
    pub(super) fn takes_pastes(self) -> bool {
        self.is_text() || self.keeps_changes()
    }

    /// Whether this is the inspector on the whole screen, and not its search.
    pub(super) fn is_viewer(self) -> bool {
        matches!(self, Self::Tree | Self::Details | Self::Raw)
    }

    pub(super) fn is_form(self) -> bool {
        self.is_text() && !self.is_dialog()
            || matches!(self, Self::Table | Self::Tiers | Self::Line | Self::AddClient | Self::More)
    }

    pub(super) fn inspects(self) -> bool {
        let cell = matches!(self, Self::MemberCell | Self::ClientCell | Self::AddClient);
        let line = matches!(self, Self::Line | Self::More);
        cell || line || matches!(self, Self::InspectedText | Self::Path | Self::Secret)
    }

    /// Whether this is a list or a page of the wizard, in which a text can be searched for.
    pub(super) fn has_list(self) -> bool {
        let list = matches!(self, Self::Files | Self::Finished | Self::NextCommands | Self::Starts);
        list || matches!(self, Self::Advice | Self::Remark | Self::Help) || self.is_file()
    }

    /// Whether this is the review, and none of its fields.
    pub(super) fn is_review(self) -> bool {
        matches!(self, Self::Files | Self::Advice | Self::Remark | Self::Button)
    }

    /// Whether answers are there to be changed, and to be had back.
    pub(super) fn keeps_changes(self) -> bool {
        self.is_form() || self.is_review()
    }

    /// Whether this is the list of lessons, or one of them.
    pub(super) fn is_of_course(self) -> bool {
        self.does_tasks() || matches!(self, Self::Lessons | Self::Lesson)
    }

    /// Whether this is a step of the wizard, which another can be gone to from.
    pub(super) fn is_step(self) -> bool {
        let shown = matches!(self, Self::Stopped | Self::Finished | Self::NextCommands);
        self.keeps_changes() || shown || self == Self::Pane
    }

    pub(super) fn is_dialog(self) -> bool {
        matches!(
            self,
            Self::FillDialog
                | Self::Question
                | Self::Starts
                | Self::Drafts
                | Self::Search
                | Self::LabPrompt
        ) || self.is_page()
    }

    /// Whether this is a dialog, or a file on the whole screen, that a page tells the keys of.
    pub(in crate::ui) fn has_keys(self) -> bool {
        let dialog =
            matches!(self, Self::FillDialog | Self::Question | Self::Starts | Self::Drafts);
        dialog || self.is_file()
    }

    pub(super) fn is_page(self) -> bool {
        matches!(self, Self::Help | Self::LabHelp) || self.is_file()
    }

    /// Whether a file is on the whole screen.
    pub(super) fn is_file(self) -> bool {
        matches!(self, Self::Reader | Self::Preview)
    }

    /// Whether something is scrolled a page at a time.
    pub(super) fn has_pages(self) -> bool {
        !matches!(self, Self::Question | Self::Lessons | Self::LabPrompt | Self::TooSmall)
    }

    pub(super) fn has_fields(self) -> bool {
        let none = matches!(
            self,
            Self::Running
                | Self::Stopped
                | Self::Question
                | Self::Starts
                | Self::Drafts
                | Self::Pane
                | Self::LabPrompt
                | Self::TooSmall
        );
        !none
            && !self.is_lab()
            && !self.is_of_course()
            && self != Self::Table
            && !self.is_page()
            && !self.is_viewer()
            && self != Self::Search
    }
}
