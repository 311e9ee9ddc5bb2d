package check

import (
	"slices"

	"github.com/oktascim/oktascim/suites/okta"
)

// Inactive has a problem unless active is the JSON value false.
func Inactive(r okta.Resource) []Problem { return activeIs(r, false) }

// Active has a problem unless active is the JSON value true.
func Active(r okta.Resource) []Problem { return activeIs(r, true) }

func activeIs(r okta.Resource, want bool) []Problem {
	if r["active"] == want {
		return nil
	}
	return differs("active", show(want), r["active"])
}

// Text has a problem unless the attribute at path is this text, letter by letter.
func Text(r okta.Resource, path, want string) []Problem {
	got, _ := Lookup(r, path)
	if got == want || want == "" && empty(got) {
		return nil
	}
	return differs(path, show(want), got)
}

// SameID has a problem unless the answer shows the resource with this id.
func SameID(a okta.Answer, id string) []Problem {
	if a.Resource.ID() == id {
		return nil
	}
	return seen(a, "id", "the same resource, "+id, "%q", a.Resource.ID())
}

// HasMember has a problem unless the group lists this member once.
func HasMember(group okta.Resource, id, name string) []Problem {
	if n := count(Values(group, "members"), id); n != 1 {
		return one("members", "once "+name, "%d times, members: %s", n, describe(Values(group, "members"), nil))
	}
	return nil
}

// HasNoMember has a problem when the group lists this member.
func HasNoMember(group okta.Resource, id, name string) []Problem {
	if slices.Contains(Values(group, "members"), id) {
		return one("members", "not "+name, "%s", describe(Values(group, "members"), map[string]string{id: name}))
	}
	return nil
}
