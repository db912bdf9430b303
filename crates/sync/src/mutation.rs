//! Ways to break the code on purpose, to show that the simulator's invariants notice.
//!
//! Outside tests and the feature `simulation` every switch is a constant `false` and the broken code is not compiled in.

macro_rules! switches {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Which parts of the code are broken.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Mutation {
            $($(#[$doc])* #[cfg(any(test, feature = "simulation"))] pub $name: bool,)*
        }

        impl Mutation {
            $(
                #[inline]
                pub(crate) fn $name(self) -> bool {
                    #[cfg(any(test, feature = "simulation"))]
                    { self.$name }
                    #[cfg(not(any(test, feature = "simulation")))]
                    { false }
                }
            )*

            /// Every switch by itself, with its name.
            #[cfg(any(test, feature = "simulation"))]
            pub fn each() -> Vec<(&'static str, Self)> {
                vec![$((stringify!($name), Self { $name: true, ..Self::default() }),)*]
            }
        }
    };
}

switches! {
    /// A value is overwritten whatever its writer saw.
    last_write_wins,
    /// An answer to a push acknowledges everything the server has.
    acknowledge_too_far,
    /// An operation under a known number is taken for the known one.
    no_fork_check,
    /// After a restore numbers are compared and not hashes.
    resend_by_number,
    /// A second row of the same natural key is just added.
    no_alias,
    /// What was acknowledged is forgotten at once.
    archive_dropped,
    /// A resent operation is applied again.
    applied_again,
    /// A laptop may change what the centre owns.
    central_writable,
    /// A held operation is forgotten when its row appears.
    held_forgotten,
    /// A deletion does not look at what the user saw.
    blind_delete,
    /// A group is merged field by field.
    no_groups,
    /// A new row leaves fields blank that it does not name, and a patch of an old program too.
    blank_unknown,
    /// A page of the school's feed is taken over before the catalogue it relies on.
    catalogue_ignored,
    /// A laptop's own pending operations are not put on top of what it pulls.
    pending_ignored,
}
