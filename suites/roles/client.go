package roles

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// clientChecks: roles come from groups. What a client writes into the
// attribute that shows them is ignored or refused.
func clientChecks() []kit.Check {
	const (
		symptom = "Whoever can edit a profile mapping in Okta, or has the token, makes anybody an admin."
		source  = "https://github.com/activepieces/activepieces/issues/14753"
	)
	checks := []kit.Check{
		{
			ID: "roles.client.create", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A create that asks for a mapped role does not give it",
			Symptom: symptom, Refs: []string{kit.RefRoleMap, kit.RefRoleReadOnly, source},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				u := t.Person()
				u.Extra = roles(t).asked(m.Role)
				a := t.Okta.CreateUser(t, u)
				t.Report(check.NoCrash(a))
				if a.OK() && a.Resource.ID() != "" {
					seeRole(t, "create user with a role", kit.Person{ID: a.Resource.ID(), Sent: u})
				}
			},
		},
		{
			ID: "roles.client.groups", Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title:   "A profile update that lists a mapped group among the user's groups does not give its role",
			Why:     "groups of a user is read-only; Okta's merged PUT echoes it as it was read.",
			Symptom: symptom, Refs: []string{kit.RefRoleMap, "RFC 7643 §4.1.2 groups: readOnly", kit.RefRoleReadOnly},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				mate, p := t.NewUser(), t.NewUser()
				g := inRole(t, m, mate)
				a := putWith(t, p, map[string]any{"groups": []any{map[string]any{"value": g.ID, "display": g.Name}}})
				t.Report(check.NoCrash(a))
				seeRole(t, "write a user's groups", p)
			},
		},
	}
	for _, w := range []struct {
		id, title string
		member    bool // the person has the highest role before
		write     func(*kit.T, kit.Person, string) okta.Answer
	}{
		{"put-higher", "A profile update that asks for a mapped role does not give it", false,
			func(t *kit.T, p kit.Person, high string) okta.Answer { return putRole(t, p, high) }},
		{"put-unknown", "A profile update that asks for a role nobody maps does not give it", false,
			func(t *kit.T, p kit.Person, _ string) okta.Answer { return putRole(t, p, "owner") }},
		{"put-lower", "A profile update that carries an outdated lower role does not take the role of the group", true,
			func(t *kit.T, p kit.Person, _ string) okta.Answer { return putRole(t, p, roles(t).lowRole()) }},
		{"put-empty", "A profile update that carries an empty role does not take the role of the group", true,
			func(t *kit.T, p kit.Person, _ string) okta.Answer { return putRole(t, p, "") }},
		{"patch-higher", "A PATCH without a path that asks for a mapped role does not give it", false,
			func(t *kit.T, p kit.Person, high string) okta.Answer {
				return t.Okta.PatchUser(t, p.ID, roles(t).asked(high))
			}},
		{"patch-add", "A PATCH that adds a mapped role does not give it", false,
			func(t *kit.T, p kit.Person, high string) okta.Answer {
				return patchRole(t, p, "add", roles(t).value(high))
			}},
		{"patch-replace", "A PATCH that replaces the role by a mapped one does not give it", false,
			func(t *kit.T, p kit.Person, high string) okta.Answer {
				return patchRole(t, p, "replace", roles(t).value(high))
			}},
		{"patch-remove", "A PATCH that removes the role does not take the role of the group", true,
			func(t *kit.T, p kit.Person, _ string) okta.Answer { return patchRole(t, p, "remove", nil) }},
	} {
		c := kit.Check{
			ID: "roles.client." + w.id, Level: kit.Must, Evidence: kit.Safety, Title: w.title,
			Why:     "The app makes the role of the groups that Okta pushes. The server may ignore the value or refuse the request.",
			Symptom: symptom, Refs: []string{kit.RefRoleMap, kit.RefRoleReadOnly, source},
			Body: func(t *kit.T) {
				m := mapped(t, 1)[0]
				p := t.NewUser()
				if w.member {
					inRole(t, m, p)
				} else {
					awaitRole(t, "create user with the default role (roles.default.new-user)", p)
				}
				unchanged := keepsRoles(t, p)
				t.Report(check.NoCrash(w.write(t, p, m.Role)))
				unchanged("write a role")
			},
		}
		if w.member {
			c.Needs = []kit.Need{kit.NeedGroups}
		}
		checks = append(checks, c)
	}
	return checks
}

// asked is a role as a client would write it in the attribute where the app
// shows it; "" asks for none.
func (r roleSource) asked(role string) map[string]any {
	path := r.Attribute
	if path == "roles" {
		if role == "" {
			return map[string]any{"roles": []any{}}
		}
		return map[string]any{"roles": []any{map[string]any{"value": role, "display": role, "primary": true}}}
	}
	if i := strings.LastIndex(path, ":"); i >= 0 {
		return map[string]any{path[:i]: map[string]any{path[i+1:]: role}}
	}
	return map[string]any{path: role}
}

// putRole is a profile update whose PUT asks for a role.
func putRole(t *kit.T, p kit.Person, role string) okta.Answer {
	return putWith(t, p, roles(t).asked(role))
}

// putWith is a profile update that writes further attributes over what was read;
// those of an extension are merged.
func putWith(t *kit.T, p kit.Person, values map[string]any) okta.Answer {
	return t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) {
		for name, v := range values {
			into, extension := r[name].(map[string]any)
			members, both := v.(map[string]any)
			if !extension || !both {
				r[name] = v
				continue
			}
			for member, value := range members {
				into[member] = value
			}
		}
	}).Last()
}

// patchRole sends one operation on the role attribute, named in the path.
func patchRole(t *kit.T, p kit.Person, op string, value any) okta.Answer {
	return t.Okta.Do(t, okta.Request{
		Method: http.MethodPatch, Path: "/Users/" + url.PathEscape(p.ID),
		Body: map[string]any{
			"schemas":    []string{okta.PatchSchema},
			"Operations": []okta.Operation{{Op: op, Path: roles(t).Attribute, Value: value}},
		},
	})
}

// lowRole is a role below that of the highest mapped group.
func (r roleSource) lowRole() string {
	if r.Default != "" {
		return r.Default
	}
	return r.Groups[len(r.Groups)-1].Role
}

// value is what a PATCH that names the attribute in its path carries.
func (r roleSource) value(role string) any {
	if r.Attribute == "roles" {
		return r.asked(role)["roles"]
	}
	return role
}
