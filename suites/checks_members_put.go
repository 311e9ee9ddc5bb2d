package suites

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// memberPutChecks: members carry more than value and display when they come
// from the server itself.
func memberPutChecks() []Check {
	return []Check{
		{
			ID: "members.put.echo", Level: Must, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT of the whole group as it was read, with one member more, is accepted and adds that member",
			Why:     "Okta reads the group first and sends back what the server added: meta, id, $ref, type. They are to be passed over, not refused.",
			Symptom: "«Attribute is immutable» or the like: membership changes of the group fail.",
			Refs:    []string{refPut + ": read-only attributes are ignored", refGroup, refChangeMembers},
			Body: func(t *T) {
				t.needMembersForPut()
				old, added := t.NewUser(), t.NewUser()
				g := t.NewGroup(old)
				body := t.mustReadGroup(g.ID).Clone()
				members, _ := body["members"].([]any)
				body["members"] = append(members, map[string]any{"value": added.ID, "display": added.Sent.UserName})
				t.acceptedOrStop(t.Okta.Do(t, okta.Request{Method: http.MethodPut, Path: groupPath(g.ID), Body: body}))
				t.seeMembership("PUT of the group as read", g, []Person{old, added})
			},
		},
		{
			ID: "members.put.details", Level: Must, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT whose members carry $ref and type is accepted, and puts them into the group",
			Symptom: "Membership changes of the group fail, or its members are lost.",
			Refs:    []string{refGroup + ": members have value, $ref and type", refPut},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				var members []any
				for _, m := range p {
					members = append(members, map[string]any{"value": m.ID, "display": m.Sent.UserName, "type": "User",
						"$ref": strings.TrimRight(t.Env().BaseURL, "/") + userPath(m.ID)})
				}
				body := map[string]any{"schemas": []any{check.GroupSchema}, "displayName": g.Name, "members": members}
				a := t.Okta.Do(t, okta.Request{Method: http.MethodPut, Path: groupPath(g.ID), Body: body})
				if !a.OK() && !t.showsMemberDetails(g) {
					t.Unsupported("members show no $ref and type in this app, so Okta has none to send back, and it refuses them")
				}
				t.acceptedOrStop(a)
				t.seeMembership("PUT of members with $ref and type", g, p)
			},
		},
	}
}

// memberAnswerChecks: an answer that shows members shows the new ones.
func memberAnswerChecks() []Check {
	var checks []Check
	for _, c := range []struct {
		id, what    string
		before, now []int
		send        func(t *T, g Group, before, now []Person) okta.Run
	}{
		{"add", "an addition", []int{0}, []int{0, 1}, func(t *T, g Group, _, now []Person) okta.Run {
			return t.change(g, now[1:], nil, now)
		}},
		{"remove", "a removal", []int{0, 1}, []int{0}, func(t *T, g Group, before, now []Person) okta.Run {
			return t.change(g, nil, before[1:], now)
		}},
		{"push-now", "Push Now", []int{0}, []int{1}, func(t *T, g Group, _, now []Person) okta.Run {
			return t.Okta.PushNow(t, g.ID, g.Name, AsMembers(now...))
		}},
	} {
		checks = append(checks, Check{
			ID: "members.answer." + c.id, Level: Must, PerDialect: true,
			Title:   "An answer to " + c.what + " that shows members shows those that the group has now",
			Why:     "The answer is the state after the change; a server may leave members out or answer 204.",
			Symptom: "Okta takes the change for undone.",
			Refs:    []string{refPatch + ": 200 with the resource, or 204", refPut, refChangeMembers},
			Body: func(t *T) {
				p := t.NewUsers(2)
				g := t.NewGroup(pick(p, c.before...)...)
				now := pick(p, c.now...)
				run := c.send(t, g, pick(p, c.before...), now)
				t.Require(memberSteps(c.id), check.Through(run))
				a := run.Last()
				t.Report(check.InAnswer(a, check.MembersIfShown(a.Resource, IDs(now...), t.names)))
			},
		})
	}
	return checks
}

// showsMemberDetails tells whether the members of a group have a $ref and a type.
func (t *T) showsMemberDetails(g Group) bool {
	r, _ := t.GroupByID(g.ID)
	for _, m := range check.Elements(r, "members") {
		if m["$ref"] != nil && m["type"] != nil {
			return true
		}
	}
	return false
}
