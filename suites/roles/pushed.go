package roles

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

const refRolePushed = "App profile, roles.source attribute: Okta pushes the role as an attribute of the user"

// pushedChecks: the role is an attribute that Okta maps. What it pushes is the
// role, and no attack.
func pushedChecks() []kit.Check {
	const symptom = "Okta shows the profile as pushed, and the person may do more, or less, than the admin has set."
	refs := []string{refRolePushed,
		"recorded: the role mapped to names[], in the setup guides of Datadog, Pinecone and Sentry"}
	return []kit.Check{
		{
			ID: "roles.pushed.create", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new user has the role that Okta pushed with the create",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				for _, role := range roles(t).mappedRoles() {
					p := pushedInRole(t, role)
					seePushedRole(t, "create user with a role", p, role)
				}
			},
		},
		{
			ID: "roles.pushed.create-typed", Level: kit.Should, Evidence: kit.Recorded,
			Title:   "A role that is pushed with a type instead of primary is the user's",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				r := roles(t)
				if r.Attribute != "roles" {
					t.Unsupported("the app shows the role in %s, which has no type", r.Attribute)
				}
				role := r.mappedRoles()[0]
				u := t.Person(kit.With("roles", []any{map[string]any{"type": "role", "value": role}}))
				p := kit.Accepted(t, t.Okta.CreateUser(t, u), u)
				seePushedRole(t, "create user with a role of a type", p, role)
			},
		},
		{
			ID: "roles.pushed.none", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new user with whom no role is pushed has the default role",
			Symptom: "People whose role is not set in Okta get more rights than they should have.",
			Refs:    refs,
			Body: func(t *kit.T) {
				needDefaultRole(t)
				seePushedRole(t, "create user without a role", t.NewUser(), roles(t).Default)
			},
		},
		{
			ID: "roles.pushed.update", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A user has the role of the latest profile update, another change keeps it, and others keep theirs",
			Symptom: "Somebody whose rights were taken away in Okta keeps them, new ones never arrive, or one push changes others.",
			Refs:    refs,
			Body: func(t *kit.T) {
				names := roles(t).known()
				if len(names) < 2 {
					t.Unsupported("the app profile states one role only")
				}
				mate, p := pushedInRole(t, names[0]), pushedInRole(t, names[0])
				t.Await(kit.SeePushedRole, "create user with a role", pushedRole(t, mate, names[0]))
				for _, role := range []string{names[1], names[0], names[len(names)-1]} {
					p.Sent.Extra = roles(t).pushed(role)
					t.NeedComplete("pushing a profile with another role", t.Okta.PushProfile(t, p.ID, p.Sent))
					seePushedRole(t, "update user with another role", p, role)
				}
				p.Sent.GivenName = "Janet"
				t.NeedComplete("pushing a profile", t.Okta.PushProfile(t, p.ID, p.Sent))
				seePushedRole(t, "update user", p, names[len(names)-1])
				seePushedRole(t, "push a role for another user", mate, names[0])
			},
		},
		{
			ID: "roles.pushed.reactivate", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Needs:   []kit.Need{kit.NeedUpdates, kit.NeedDeactivate},
			Title:   "A user who comes back has the role that Okta pushes with the return",
			Symptom: "A returning employee has the rights of the old job.",
			Refs:    refs,
			Body: func(t *kit.T) {
				names := roles(t).known()
				p := pushedInRole(t, names[len(names)-1])
				kit.DeactivateAndSee(t, p)
				role := names[0]
				p.Sent.Extra = roles(t).pushed(role)
				t.NeedComplete("reactivating a user with another role", t.Okta.Reactivate(t, p.ID, p.Sent))
				seePushedRole(t, "reactivate user with another role", p, role)
			},
		},
	}
}

// pushed is a role as Okta pushes it.
func (r roleSource) pushed(role string) map[string]any {
	if r.Attribute == "roles" {
		return map[string]any{"roles": []any{map[string]any{"value": role, "primary": true}}}
	}
	return r.asked(role)
}

// pushedInRole is a person who is pushed with a role. One who is refused where a
// plain one is not is a problem.
func pushedInRole(t *kit.T, role string) kit.Person {
	u := t.Person()
	u.Extra = roles(t).pushed(role)
	return kit.Accepted(t, t.Okta.CreateUser(t, u), u)
}

func pushedRole(t *kit.T, p kit.Person, role string) func() []check.Problem {
	r := roles(t)
	want := check.RoleWant{Attribute: r.Attribute, Role: role, Known: r.known(), Also: []string{role}}
	return func() []check.Problem {
		return t.Holds(p.ID, func(u okta.Resource) []check.Problem { return check.HasRole(u, want) })
	}
}

// seePushedRole reports whether a person, read afresh by id, shows a role.
func seePushedRole(t *kit.T, operation string, p kit.Person, role string) {
	t.Eventually(operation, pushedRole(t, p, role))
}
