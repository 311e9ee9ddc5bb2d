package provider

import (
	"net/http"
	"regexp"
	"strings"
)

// groupNameFaults are those of the grid about the name of a group: renames and look-ups.
func groupNameFaults() []Fault {
	return []Fault{
		{
			ID: "group-rename-drops-members", Category: "group-push", Level: Must,
			Story:  "A rename empties the group.",
			Source: "the grid: rename × members",
			Apply: func(b *Behaviours) {
				beforeRename(b, func(_ *Request, tx Tx, _, after *Resource) { clearMembers(tx, after.ID) })
			},
		},
		{
			ID: "group-rename-noop-200", Category: "group-push", Level: Must,
			Story:  "A rename is answered with success and does nothing.",
			Source: "the grid: rename × GET by id",
			Apply: func(b *Behaviours) {
				next := b.Save
				b.Save = func(rq *Request, tx Tx, draft *Draft) error {
					if rq.IsGroup() && draft.Before != nil {
						draft.After.Attributes["displayName"] = draft.Before.Name()
					}
					return next(rq, tx, draft)
				}
			},
		},
		{
			ID: "group-rename-old-name-still-found", Category: "group-push", Level: Must,
			Story:  "After a rename the look-up finds the group by its old name too: a new group of that name is linked to the renamed one.",
			Source: "the grid: rename × look-up by old name",
			Apply: func(b *Behaviours) {
				names := firstNames(b)
				findGroupsBy(b, func(rq *Request, wanted string, group *Resource) bool {
					name, _ := names.get(rq, group.ID)
					return fold(name) == fold(wanted) || fold(group.Name()) == fold(wanted)
				})
			},
		},
		{
			ID: "group-rename-name-stays-taken", Category: "group-push", Level: Must,
			Story:  "A name that a group once had stays taken after the rename: renaming it back is refused with 409.",
			Source: "the grid: rename and back × answer",
			Apply: func(b *Behaviours) {
				var taken recall[bool]
				beforeRename(b, func(rq *Request, _ Tx, before, _ *Resource) { taken.set(rq, fold(before.Name()), true) })
				next := b.Save
				b.Save = func(rq *Request, tx Tx, draft *Draft) error {
					name := draft.After.Name()
					if rq.IsGroup() && (draft.Before == nil || draft.Before.Name() != name) && taken.has(rq, fold(name)) {
						return Refuse(http.StatusConflict, "uniqueness", "A Group with the displayName %q exists already.", name)
					}
					return next(rq, tx, draft)
				}
			},
		},
		{
			ID: "group-lookup-starts-with", Category: "group-push", Level: Must,
			Story:  "The look-up finds every group whose name begins like the one asked for: Sales is linked to Sales EMEA.",
			Source: "the grid: look-up × one hit",
			Apply: func(b *Behaviours) {
				findGroups(b, func(wanted, name string) bool { return strings.HasPrefix(fold(name), fold(wanted)) })
			},
		},
		{
			ID: "group-lookup-case-sensitive", Category: "group-push", Level: Should,
			Story:  "The look-up misses a group whose name differs by case, against RFC 7643 §4.2; Okta mostly asks for a name as it pushed it.",
			Source: "the grid: look-up × other case",
			Apply: func(b *Behaviours) {
				findGroups(b, func(wanted, name string) bool { return name == wanted })
			},
		},
		{
			ID: "group-rename-lowercases", Category: "group-push", Level: Must,
			Story:  "A renamed group gets its new name in small letters, and each push finds a difference to Okta.",
			Source: "the grid: rename × displayName",
			Apply: func(b *Behaviours) {
				beforeRename(b, func(_ *Request, _ Tx, _, after *Resource) {
					after.Attributes["displayName"] = strings.ToLower(after.Name())
				})
			},
		},
		{
			ID: "group-name-truncated", Category: "group-push", Level: Must,
			Story:  "Group names are cut after 50 characters without a word, so that the look-up by the whole name misses.",
			Source: "the grid: create a group with a long name × displayName",
			Apply: func(b *Behaviours) {
				beforeStore(b, func(_ *Request, _ Tx, _, after *Resource) {
					if name := []rune(after.Name()); after.Kind == KindGroup && len(name) > 50 {
						after.Attributes["displayName"] = string(name[:50])
					}
				})
			},
		},
		{
			ID: "group-name-blanks-collapsed", Category: "group-push", Level: Must,
			Story:  "Blanks in a row are stored as one and looked up as they are: such a group is never found again.",
			Source: "the grid: create a group with an odd name × the look-up",
			Apply:  collapseBlanks,
		},
	}
}

// findGroups compares the names of all groups with the one that is looked up.
func findGroups(b *Behaviours, same func(wanted, name string) bool) {
	findGroupsBy(b, func(_ *Request, wanted string, group *Resource) bool { return same(wanted, group.Name()) })
}

func findGroupsBy(b *Behaviours, same func(rq *Request, wanted string, group *Resource) bool) {
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		if rq.Query.Filter == nil || !rq.IsGroup() {
			return next(rq, tx)
		}
		wanted, ok := rq.Query.Filter.Equals("displayName")
		if !ok {
			return next(rq, tx)
		}
		var found []*Resource
		for _, group := range tx.List(KindGroup, 0, tx.Count(KindGroup)) {
			if same(rq, wanted, group) {
				found = append(found, group)
			}
		}
		return pageOf(found, rq.Query), nil
	}
}

// like is SQL's LIKE, with * as another sign for any text.
func like(pattern, s string) bool {
	expression := regexp.QuoteMeta(pattern)
	expression = strings.NewReplacer("%", ".*", `\*`, ".*", "_", ".").Replace(expression)
	ok, err := regexp.MatchString("(?s)^"+expression+"$", s)
	return ok && err == nil
}

// firstNames remembers the name with which each group was created.
func firstNames(b *Behaviours) *recall[string] {
	var names recall[string]
	beforeStore(b, func(rq *Request, _ Tx, before, after *Resource) {
		switch {
		case after.Kind != KindGroup:
		case before == nil:
			names.set(rq, after.ID, after.Name())
		default:
			names.keep(rq, after.ID, before.Name())
		}
	})
	return &names
}

// collapseBlanks stores group names with one blank for several.
func collapseBlanks(b *Behaviours) {
	beforeStore(b, func(_ *Request, _ Tx, _, after *Resource) {
		if after.Kind == KindGroup {
			after.Attributes["displayName"] = oneBlank(after.Name())
		}
	})
}

func oneBlank(s string) string { return strings.Join(strings.Fields(s), " ") }
