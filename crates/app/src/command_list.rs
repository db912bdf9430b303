//! Every command of the window, and the TypeScript that describes them.

use crate::commands::{self, Command};
use crate::error::AppError;
use std::collections::BTreeMap;
use ts_rs::{Config, TS, TypeVisitor};

/// Every command; a line per feature.
pub(crate) fn all() -> Vec<Command> {
    let features = [
        commands::session::commands(),
        commands::workspaces::commands(),
        commands::accounts::commands(),
        commands::reveal::commands(),
        commands::trail::commands(),
        commands::backups::commands(),
        commands::system::commands(),
        commands::dialogs::commands(),
        commands::updates::commands(),
        commands::search::commands(),
        commands::candidates::commands(),
        commands::home::commands(),
        commands::plans::commands(),
        commands::rooms::commands(),
        commands::registrations::commands(),
        commands::seating::commands(),
        commands::printing::commands(),
        commands::attendance::commands(),
        commands::imports::commands(),
        commands::photos::commands(),
        commands::invigilators::commands(),
    ];
    features.into_iter().flatten().collect()
}

/// Collects the types that cross to the window.
pub(crate) struct Bindings {
    config: Config,
    types: BTreeMap<String, String>,
    commands: BTreeMap<&'static str, (String, String)>,
    clashes: Vec<String>,
}

impl TypeVisitor for Bindings {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of our own have a file; numbers, texts and lists are written in place.
        if T::output_path().is_none() {
            T::visit_dependencies(self);
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let text = format!("{docs}export {}", T::decl(&self.config));
        match self.types.get(&T::ident(&self.config)) {
            Some(known) if *known == text => return,
            Some(_) => self.clashes.push(T::ident(&self.config)),
            None => {
                self.types.insert(T::ident(&self.config), text);
            }
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// Notes the types of one command.
pub(crate) fn describe<Q: TS + 'static, R: TS + 'static>(bindings: &mut Bindings, name: &'static str) {
    bindings.visit::<Q>();
    Q::visit_generics(bindings);
    bindings.visit::<R>();
    R::visit_generics(bindings);
    let pair = (Q::name(&bindings.config), R::name(&bindings.config));
    bindings.commands.insert(name, pair);
}

/// The TypeScript of all commands and their types, as `ui/src/api/generated.ts` holds it.
///
/// # Errors
/// The names that two different types have.
pub fn typescript() -> Result<String, Vec<String>> {
    let mut bindings = Bindings {
        config: Config::new().with_large_int("number"),
        types: BTreeMap::new(),
        commands: BTreeMap::new(),
        clashes: Vec::new(),
    };
    bindings.visit::<AppError>();
    for command in all() {
        (command.describe)(&mut bindings, command.name);
    }
    if !bindings.clashes.is_empty() {
        return Err(bindings.clashes);
    }
    let mut text =
        String::from("// Written by `cargo xtask bindings` from the Rust types; not edited by hand.\n\n");
    for declaration in bindings.types.values() {
        text.push_str(declaration.trim_end());
        text.push_str("\n\n");
    }
    text.push_str("/** Every command: what it takes and what it gives. */\nexport interface Commands {\n");
    for (name, (request, response)) in &bindings.commands {
        text.push_str(&format!("  '{name}': {{ request: {request}; response: {response} }};\n"));
    }
    text.push_str("}\n");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_commands_have_one_name() {
        let mut seen = HashSet::new();
        for command in all() {
            assert!(command.name.contains('.') && seen.insert(command.name), "{}", command.name);
        }
    }

    #[test]
    fn the_typescript_can_be_written() {
        let text = typescript().unwrap();
        assert!(text.contains("export interface Commands"));
    }
}
