package check

import "github.com/oktascim/oktascim/suites/okta"

// MembersIfShown has the problems of a group's member list in an answer that
// may leave it out, by omission or as null: when it is shown, it is exactly
// these users.
func MembersIfShown(group okta.Resource, want []string, names map[string]string) []Problem {
	if group["members"] == nil {
		return nil
	}
	return Members(group, want, names)
}

// GroupsIfShown has a problem unless a user whose groups are shown as an array
// is shown to be in this group, once. groups follow from memberships
// (RFC 7643 §4.1.2), so [] says that there are none.
func GroupsIfShown(user okta.Resource, groupID string, names map[string]string) []Problem {
	if _, shown := user["groups"].([]any); !shown {
		return nil
	}
	return GroupsOf(user, []string{groupID}, nil, names)
}
