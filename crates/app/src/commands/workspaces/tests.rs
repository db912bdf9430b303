//! The way in and out, through the commands as the window calls them.
