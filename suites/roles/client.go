package roles

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
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
		why     = "The app makes the role of the groups that Okta pushes. The server may ignore the value or refuse the request."
	)
	refs := []string{kit.RefRoleMap, kit.RefRoleReadOnly, "RFC 7643 §4.1.2 groups: readOnly", source}
	return []kit.Check{
		{
			ID: "roles.client.create", Level: kit.Must, Evidence: kit.Safety,
			Title: "A create that asks for a mapped role does not give it",
			Why:   why, Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				u := t.Person()
				u.Extra = roles(t).asked(mapped(t, 1)[0].Role)
				a := t.Okta.CreateUser(t, u)
				t.Report(check.NoCrash(a))
				if a.OK() && a.Resource.ID() != "" {
					seeRole(t, "create user with a role", kit.Person{ID: a.Resource.ID(), Sent: u})
				}
			},
		},
		{
			ID: "roles.client.put", Level: kit.Must, Evidence: kit.Safety,
			Needs: []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title: "A profile update that asks for another role, or lists a mapped group, changes no role",
			Why:   why + " Okta's merged PUT echoes roles and groups as they were read, which may be outdated.", Symptom: symptom, Refs: refs,
			Body: staged(func(s *stage) {
				r, m := roles(s.T), mapped(s.T, 1)[0]
				g := s.group(m)
				s.askFor(func(p kit.Person, ask map[string]any) okta.Answer { return putWith(s.T, p, ask) }, []wish{
					{"a mapped role", s.nobody, r.asked(m.Role)},
					{"a role that nobody maps", s.nobody, r.asked("owner")},
					{"a mapped group among the user's groups", s.nobody, map[string]any{"groups": []any{map[string]any{"value": g.ID, "display": g.Name}}}},
					{"an outdated lower role", s.admin, r.asked(r.lowRole())},
					{"an empty role", s.admin, r.asked("")},
				})
			}),
		},
		{
			ID: "roles.client.patch", Level: kit.Must, Evidence: kit.Safety, Depth: kit.Full,
			Needs: []kit.Need{kit.NeedGroups},
			Title: "A PATCH that sets or removes the role changes no role",
			Why:   why, Symptom: symptom, Refs: refs,
			Body: staged(func(s *stage) {
				r, m := roles(s.T), mapped(s.T, 1)[0]
				op := func(op string, value any) map[string]any {
					return map[string]any{"op": op, "path": r.Attribute, "value": value}
				}
				s.askFor(func(p kit.Person, ask map[string]any) okta.Answer {
					return s.Raw(http.MethodPatch, "/Users/"+url.PathEscape(p.ID), kit.PatchBody([]any{ask}))
				}, []wish{
					{"a mapped role, without a path", s.nobody, map[string]any{"op": "replace", "value": r.asked(m.Role)}},
					{"a mapped role to add", s.nobody, op("add", r.value(m.Role))},
					{"a mapped role to replace the role", s.nobody, op("replace", r.value(m.Role))},
					{"the role to remove", s.admin, map[string]any{"op": "remove", "path": r.Attribute}},
				})
			}),
		},
	}
}

// wish is something that a client may ask for, and for whom.
type wish struct {
	what string
	p    kit.Person
	ask  map[string]any
}

// askFor sends wishes and reports whom they gave another role than the groups do.
func (s *stage) askFor(send func(kit.Person, map[string]any) okta.Answer, wishes []wish) {
	s.at(s.nobody)
	kit.Each(s.T, wishes, func(w wish) string { return w.what }, func(t *kit.T, w wish) {
		t.Report(check.NoCrash(send(w.p, w.ask)))
		seeRole(t, "ask for a role", w.p, s.groupsOf(w.p)...)
	})
}

// answerChecks: an answer that shows a role shows the one that is stored.
func answerChecks() []kit.Check {
	const symptom = "Okta and the admin take a role for given that the person does not have."
	refs := []string{kit.RefRoleReadOnly, "RFC 7644 §3.3, §3.5: the answer shows the resource as stored",
		"https://github.com/wso2/product-is/issues/10369"}
	return []kit.Check{
		{
			ID: "roles.answers", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title:   "The answer to a create or a PUT shows the role that is stored, whatever the request asks for",
			Symptom: symptom, Refs: refs,
			Body: staged(func(s *stage) {
				m, r := mapped(s.T, 1)[0], roles(s.T)
				u := s.Person()
				u.Extra = r.asked(m.Role)
				a := s.Okta.CreateUser(s.T, u)
				if a.OK() {
					s.Know(a.Resource.ID(), u.UserName)
					roleAsStored(s.T, a, a.Resource.ID())
				}
				for _, p := range []kit.Person{s.nobody, s.admin} {
					ask := map[string]any{"displayName": s.Person().DisplayName}
					if p.ID == s.nobody.ID {
						maps.Copy(ask, r.asked(m.Role))
					}
					roleAsStored(s.T, putWith(s.T, p, ask), p.ID)
				}
			}),
		},
		{
			ID: "roles.answers.patch", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "The answer to a PATCH that asks for a role shows the role that is stored",
			Symptom: symptom, Refs: append([]string{"RFC 7644 §3.5.2"}, refs...),
			Body: staged(func(s *stage) {
				s.at(s.nobody)
				roleAsStored(s.T, s.Okta.PatchUser(s.T, s.nobody.ID, roles(s.T).asked(mapped(s.T, 1)[0].Role)), s.nobody.ID)
			}),
		},
	}
}

// roleAsStored reports an answer that shows another role than a fresh read. An
// answer need not show one.
func roleAsStored(t *kit.T, a okta.Answer, id string) {
	if len(check.Role(a.Resource, roles(t).Attribute)) == 0 {
		return
	}
	t.Eventually("answer with the stored role", func() []check.Problem {
		stored, problems := t.ByID(id)
		if len(problems) > 0 {
			return problems
		}
		return check.At(a.Op()+" answer", check.StoredRole(a.Resource, stored, roles(t).Attribute, roles(t).known()...)...)
	})
}

// updateChecks: a change of the profile is no change of the role.
func updateChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "roles.update.keeps", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedGroups, kit.NeedUpdates},
			Title:   "A profile update keeps the role, of a member of a mapped group and of a user in none",
			Why:     "Okta's PUT echoes the role as it was read, or leaves it out. A role that is kept under the name is lost when somebody marries.",
			Symptom: "A new surname in Okta makes an admin a viewer.",
			Refs:    []string{kit.RefRoleMap, kit.RefRoleReadOnly, "OIN C9291"},
			Body: staged(func(s *stage) {
				s.at(s.nobody)
				updates := map[string]func(*kit.T, okta.Resource){
					"a new display name": func(*kit.T, okta.Resource) {},
					"a new display name, and neither role nor groups": func(t *kit.T, r okta.Resource) {
						r["groups"] = []any{}
						maps.DeleteFunc(r, func(name string, _ any) bool { _, is := roles(t).asked("")[name]; return is })
					},
					"a new userName": func(t *kit.T, r okta.Resource) { r["userName"] = t.Person().UserName },
				}
				for _, p := range []*kit.Person{&s.admin, &s.nobody} {
					forms := sorted(updates)
					if p == &s.nobody {
						forms = forms[1:2]
					}
					kit.Each(s.T, forms, func(name string) string { return name }, func(t *kit.T, name string) {
						named := ""
						run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) {
							r["displayName"] = t.Person().DisplayName
							updates[name](t, r)
							named = r.String("userName")
						})
						if a := run.Last(); kit.RefusedNote(a) && a.Method == http.MethodPut && named != p.Sent.UserName {
							kit.KeepsUserNames(t, a)
						}
						t.Require(kit.UpdateUser, check.Through(run))
						p.Sent.UserName = named
						t.Await(kit.UpdateUserName, "update the profile", func() []check.Problem {
							return t.Holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, "userName", named) })
						})
						seeRole(t, "update the profile", *p, s.groupsOf(*p)...)
					})
				}
			}),
		},
		{
			ID: "roles.update.password", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups, kit.NeedPassword},
			Title:   "Password sync keeps the role of a member of a mapped group",
			Symptom: "A new password in Okta makes an admin a viewer.",
			Refs:    []string{kit.RefRoleMap, "OIN C9301", "https://github.com/pond/scimitar/issues/6"},
			Body: staged(func(s *stage) {
				s.Require(kit.SyncPassword, check.Through(s.Okta.SetPassword(s.T, s.admin.ID, s.Person().Password)))
				s.see("sync a password", s.admin, s.groupsOf(s.admin)...)
			}),
		},
	}
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
			maps.Copy(into, members)
		}
	}).Last()
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

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
