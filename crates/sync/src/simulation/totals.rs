//! Counts that show that every path was taken.

use std::fmt;

macro_rules! totals {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// How often each path was taken.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Totals { $($(#[$doc])* pub $name: u64,)* }

        impl Totals {
            /// Adds the numbers of another run.
            pub fn add(&mut self, other: &Self) {
                $(self.$name += other.$name;)*
            }

            /// Names of paths that were never taken.
            pub fn never(&self) -> Vec<&'static str> {
                let all = [$((stringify!($name), self.$name),)*];
                all.into_iter().filter(|(_, count)| *count == 0).map(|(name, _)| name).collect()
            }
        }

        impl fmt::Display for Totals {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $(writeln!(f, "{:>22} {}", stringify!($name), self.$name)?;)*
                Ok(())
            }
        }
    };
}

totals! {
    /// Operations that people made.
    operations,
    /// Requests that a server answered.
    requests,
    /// Requests or responses that were lost.
    lost,
    /// Requests that came twice.
    duplicates,
    /// Requests that came again much later.
    late,
    /// Batches that were cut.
    cut,
    /// Transactions of a server that were rolled back at their end.
    server_crashes,
    /// Transactions of a laptop that were rolled back at their end.
    laptop_crashes,
    /// Disks that were set back to an image.
    rollbacks,
    /// Disks that were copied, with both copies in use.
    clones,
    /// Backups of the server.
    backups,
    /// Restores of the server.
    restores,
    /// Laptops that took a new device identity.
    forks,
    /// Operations that were sent again after a restore.
    resent,
    /// Refills from a snapshot.
    refills,
    /// Operations that were pruned.
    pruned,
    /// Batches refused because the laptop is newer.
    newer,
    /// Damaged operations.
    poison,
    /// Rows the centre set.
    published,
    /// Operations in the logs at the end, by what became of them: done without a conflict,
    smooth,
    /// partly in a conflict,
    in_conflict,
    /// an alias of another row,
    aliased,
    /// waiting,
    held,
    /// refused.
    rejected,
    /// Held operations that were done or refused later.
    released,
    /// Conflicts at the end that are still open,
    open,
    /// closed,
    closed,
    /// quiet.
    quiet,
    /// Places in circles that were exchanged at once.
    rotated,
    /// Rows that are parked at the end.
    parked,
    /// Resolutions in the logs.
    resolutions,
}
