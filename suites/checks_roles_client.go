package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// roleClientChecks: roles come from groups. What a client writes into the
// attribute that shows them is ignored or refused.
func roleClientChecks() []Check {
	const (
		symptom = "Whoever can edit a profile mapping in Okta, or has the token, makes anybody an admin."
		source  = "https://github.com/activepieces/activepieces/issues/14753"
	)
	checks := []Check{
		{
			ID: "roles.client.create", Level: Must,
			Title:   "A create that asks for a mapped role does not give it",
			Symptom: symptom, Refs: []string{refRoleMap, refRoleReadOnly, source},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				u := t.Person()
				u.Extra = t.roles().asked(m.Role)
				a := t.Okta.CreateUser(t, u)
				t.Report(check.NoCrash(a))
				if a.OK() && a.Resource.ID() != "" {
					t.seeRole("create user with a role", Person{ID: a.Resource.ID(), Sent: u})
				}
			},
		},
		{
			ID: "roles.client.groups", Level: Must, Needs: []Need{NeedGroups, NeedUpdates},
			Title:   "A profile update that lists a mapped group among the user's groups does not give its role",
			Why:     "groups of a user is read-only; Okta's merged PUT echoes it as it was read.",
			Symptom: symptom, Refs: []string{refRoleMap, "RFC 7643 §4.1.2 groups: readOnly", refRoleReadOnly},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				mate, p := t.NewUser(), t.NewUser()
				g := t.inRole(m, mate)
				a := t.putWith(p, map[string]any{"groups": []any{map[string]any{"value": g.ID, "display": g.Name}}})
				t.Report(check.NoCrash(a))
				t.seeRole("write a user's groups", p)
			},
		},
	}
	for _, w := range []struct {
		id, title string
		member    bool // the person has the highest role before
		write     func(*T, Person, string) okta.Answer
	}{
		{"put-higher", "A profile update that asks for a mapped role does not give it", false,
			func(t *T, p Person, high string) okta.Answer { return t.putRole(p, high) }},
		{"put-unknown", "A profile update that asks for a role nobody maps does not give it", false,
			func(t *T, p Person, _ string) okta.Answer { return t.putRole(p, "owner") }},
		{"put-lower", "A profile update that carries an outdated lower role does not take the role of the group", true,
			func(t *T, p Person, _ string) okta.Answer { return t.putRole(p, t.roles().lowRole()) }},
		{"put-empty", "A profile update that carries an empty role does not take the role of the group", true,
			func(t *T, p Person, _ string) okta.Answer { return t.putRole(p, "") }},
		{"patch-higher", "A PATCH without a path that asks for a mapped role does not give it", false,
			func(t *T, p Person, high string) okta.Answer { return t.Okta.PatchUser(t, p.ID, t.roles().asked(high)) }},
		{"patch-add", "A PATCH that adds a mapped role does not give it", false,
			func(t *T, p Person, high string) okta.Answer { return t.patchRole(p, "add", t.roles().value(high)) }},
		{"patch-replace", "A PATCH that replaces the role by a mapped one does not give it", false,
			func(t *T, p Person, high string) okta.Answer { return t.patchRole(p, "replace", t.roles().value(high)) }},
		{"patch-remove", "A PATCH that removes the role does not take the role of the group", true,
			func(t *T, p Person, _ string) okta.Answer { return t.patchRole(p, "remove", nil) }},
	} {
		c := Check{
			ID: "roles.client." + w.id, Level: Must, Title: w.title,
			Why:     "The app makes the role of the groups that Okta pushes. The server may ignore the value or refuse the request.",
			Symptom: symptom, Refs: []string{refRoleMap, refRoleReadOnly, source},
			Body: func(t *T) {
				m := t.mapped(1)[0]
				p := t.NewUser()
				if w.member {
					t.inRole(m, p)
				} else {
					t.awaitRole("create user with the default role (roles.default.new-user)", p)
				}
				unchanged := t.keepsRoles(p)
				t.Report(check.NoCrash(w.write(t, p, m.Role)))
				unchanged("write a role")
			},
		}
		if w.member {
			c.Needs = []Need{NeedGroups}
		}
		checks = append(checks, c)
	}
	return checks
}
