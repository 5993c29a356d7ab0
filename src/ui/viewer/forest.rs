//! The certificates as they signed one another: each once, wherever it lies, with the keys that belong to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::chain;
use crate::pki::{Inspection, ItemId, ItemKind};

/// The most certificates that are shown this way; of more the files are shown first.
pub(super) const MOST: usize = 5000;
/// How deep rows are indented.
const DEPTH: usize = 16;

/// A row: a certificate with those that it signed below it, or a key that belongs to the one above.
pub(super) struct Row {
    pub(super) place: ItemId,
    pub(super) depth: usize,
    /// In how many places it lies.
    pub(super) places: usize,
    /// How many rows are below it.
    below: usize,
}

/// The certificates of a reading by who signed them.
#[derive(Default)]
pub(super) struct Forest {
    all: Vec<Row>,
    closed: HashSet<ItemId>,
    /// The rows that aren't closed away, by their index.
    rows: Vec<usize>,
    selected: usize,
    top: usize,
    /// The row of each place.
    of_places: HashMap<ItemId, usize>,
}

/// Distinct certificates, and which of them signed which.
struct Families {
    /// All places of a certificate, by the first.
    places: BTreeMap<ItemId, Vec<ItemId>>,
    /// Those that one signed, by its first place.
    children: BTreeMap<ItemId, Vec<ItemId>>,
    roots: Vec<ItemId>,
}

impl Families {
    fn of(inspection: &Inspection) -> Self {
        let mut first: HashMap<&[u8], ItemId> = HashMap::new();
        let mut places: BTreeMap<ItemId, Vec<ItemId>> = BTreeMap::new();
        let mut own: HashMap<ItemId, ItemId> = HashMap::new();
        for (file, read) in inspection.files.iter().enumerate() {
            for (item, one) in read.items.iter().enumerate() {
                let place = ItemId { file, item };
                let ItemKind::Certificate(_) = one.kind else { continue };
                let Some(der) = one.public_der() else { continue };
                let known = *first.entry(der).or_insert(place);
                places.entry(known).or_default().push(place);
                own.insert(place, known);
            }
        }
        let mut children: BTreeMap<ItemId, Vec<ItemId>> = BTreeMap::new();
        let mut roots = Vec::new();
        for place in places.keys() {
            let above = chain::issuer(inspection, *place).and_then(|link| own.get(&link.place));
            match above.filter(|above| *above != place) {
                Some(above) => children.entry(*above).or_default().push(*place),
                None => roots.push(*place),
            }
        }
        Self { places, children, roots }
    }
}

impl Forest {
    /// Makes the rows anew, and keeps what is selected and closed.
    pub(super) fn renew(&mut self, inspection: &Inspection) {
        let selected = self.selected();
        self.all.clear();
        self.of_places.clear();
        let families = Families::of(inspection);
        let mut seen = HashSet::new();
        for root in &families.roots {
            self.add(inspection, &families, *root, 0, &mut seen);
        }
        // Those that signed one another in a circle have no root.
        for place in families.places.keys() {
            self.add(inspection, &families, *place, 0, &mut seen);
        }
        self.rebuild();
        if let Some(row) = selected.and_then(|place| self.row_of(place)) {
            self.selected = row;
        }
    }

    fn add(
        &mut self,
        inspection: &Inspection,
        families: &Families,
        root: ItemId,
        depth: usize,
        seen: &mut HashSet<ItemId>,
    ) {
        if !seen.insert(root) {
            return;
        }
        let row = self.all.len();
        let places = families.places.get(&root).map_or(&[][..], Vec::as_slice);
        for place in places {
            self.of_places.insert(*place, row);
        }
        self.all.push(Row { place: root, depth, places: places.len(), below: 0 });
        let partners = places.iter().filter_map(|place| inspection.links.partners.get(place));
        let mut keys: Vec<ItemId> = partners.flatten().copied().collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let item = inspection.item(key);
            let is_key = item.is_some_and(|item| matches!(item.kind, ItemKind::PrivateKey { .. }));
            if is_key && !self.of_places.contains_key(&key) {
                self.of_places.insert(key, self.all.len());
                self.all.push(Row { place: key, depth: depth + 1, places: 1, below: 0 });
            }
        }
        for child in families.children.get(&root).into_iter().flatten() {
            if depth < DEPTH {
                self.add(inspection, families, *child, depth + 1, seen);
            }
        }
        let below = self.all.len() - row - 1;
        if let Some(row) = self.all.get_mut(row) {
            row.below = below;
        }
    }

    fn rebuild(&mut self) {
        self.rows.clear();
        let mut index = 0;
        while let Some(row) = self.all.get(index) {
            self.rows.push(index);
            index += 1 + if self.closed.contains(&row.place) { row.below } else { 0 };
        }
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
    }

    /// Whether there is anything to show.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many certificates and keys there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether one certificate signed another, or a key belongs to one.
    pub(super) fn has_links(&self) -> bool {
        self.all.iter().any(|row| row.depth > 0)
    }

    pub(super) fn selected(&self) -> Option<ItemId> {
        self.all.get(*self.rows.get(self.selected)?).map(|row| row.place)
    }

    /// The number of the selected row, from 1, and how many there are.
    pub(super) fn position(&self) -> (usize, usize) {
        ((self.selected + 1).min(self.rows.len()), self.rows.len())
    }

    /// The rows on a screen of so many lines, and whether each is selected.
    pub(super) fn shown(&self, lines: usize) -> impl Iterator<Item = (&Row, bool)> {
        let rows = self.rows.iter().enumerate().skip(self.top).take(lines);
        rows.filter_map(|(index, row)| Some((self.all.get(*row)?, index == self.selected)))
    }

    /// Where each certificate lies first, and each key, whether closed away or not.
    pub(super) fn places(&self) -> impl Iterator<Item = ItemId> {
        self.all.iter().map(|row| row.place)
    }

    /// Whether rows are below one, and whether they are shown.
    pub(super) fn fold(&self, row: &Row) -> Option<bool> {
        (row.below > 0).then(|| !self.closed.contains(&row.place))
    }

    pub(super) fn step(&mut self, by: usize, down: bool) {
        let last = self.rows.len().saturating_sub(1);
        self.selected = if down {
            self.selected.saturating_add(by).min(last)
        } else {
            self.selected.saturating_sub(by)
        };
    }

    /// Opens what is selected, or steps into it; tells whether there was anything to open.
    pub(super) fn expand(&mut self) -> bool {
        let Some(place) = self.selected() else { return false };
        if self.closed.remove(&place) {
            self.rebuild();
            return true;
        }
        let has_below = self.current().is_some_and(|row| row.below > 0);
        if has_below {
            self.step(1, true);
        }
        has_below
    }

    /// Closes what is selected, or goes to what is above it.
    pub(super) fn collapse(&mut self) {
        let Some(row) = self.current() else { return };
        let (place, depth, below) = (row.place, row.depth, row.below);
        if below > 0 && !self.closed.contains(&place) {
            self.closed.insert(place);
            self.rebuild();
            return;
        }
        let before = self.rows.get(..self.selected).unwrap_or_default();
        let above =
            before.iter().rposition(|row| self.all.get(*row).is_some_and(|row| row.depth < depth));
        self.selected = above.unwrap_or(self.selected);
    }

    fn current(&self) -> Option<&Row> {
        self.all.get(*self.rows.get(self.selected)?)
    }

    /// Selects the row of an item, and opens what it is in; tells whether it has one.
    pub(super) fn go(&mut self, place: ItemId) -> bool {
        let Some(wanted) = self.of_places.get(&place).copied() else { return false };
        for (index, row) in self.all.iter().enumerate().take(wanted) {
            if index + row.below >= wanted {
                self.closed.remove(&row.place);
            }
        }
        self.rebuild();
        self.selected = self.rows.binary_search(&wanted).unwrap_or(self.selected);
        true
    }

    fn row_of(&self, place: ItemId) -> Option<usize> {
        self.rows.binary_search(self.of_places.get(&place)?).ok()
    }

    /// Scrolls so that the selected row is on a screen of so many lines.
    pub(super) fn keep_in_view(&mut self, lines: usize) {
        let lines = lines.max(1);
        self.top = self.top.min(self.rows.len().saturating_sub(lines));
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(lines));
    }
}
