package members

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// wholePush is a Push Now: who is in the group before, and who is pushed, by
// index into people made for it.
type wholePush struct {
	id, title, symptom string
	people             int
	before, pushed     []int
}

func wholePushes() []wholePush {
	keeps := "None: people who are not in the Okta group keep their access."
	lacks := "People who are in the Okta group have no access."
	return []wholePush{
		{"fill", "Push Now fills an empty group", lacks, 2, nil, []int{0, 1}},
		{"more", "Push Now with more people than the group has adds the missing ones", lacks, 3, []int{0}, []int{0, 1, 2}},
		{"fewer", "Push Now with fewer people than the group has removes those who are not pushed", keeps, 3, []int{0, 1, 2}, []int{0, 2}},
		{"one", "Push Now with one person leaves that person alone in the group", keeps, 3, []int{0, 1, 2}, []int{1}},
		{"others", "Push Now with quite other people exchanges the whole membership", keeps, 4, []int{0, 1}, []int{2, 3}},
		{"overlap", "Push Now removes those who left, adds those who joined and keeps the rest", keeps, 3, []int{0, 1}, []int{1, 2}},
		{"same", "Push Now with the people who are in the group changes nothing", lacks, 2, []int{0, 1}, []int{1, 0}},
		{"empty", "Push Now of a group without people empties that group in the app and no other", keeps, 2, []int{0, 1}, nil},
		{"empty-again", "Push Now of a group without people is accepted for a group that is empty already", "The Push Groups tab shows an error for empty groups.", 0, nil, nil},
	}
}

// pushNowChecks: the button Push Now makes the app's group equal to Okta's. It
// is also how a paused push catches up.
func pushNowChecks() []kit.Check {
	var checks []kit.Check
	for _, w := range wholePushes() {
		checks = append(checks, kit.Check{
			ID: "members.push-now." + w.id, Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   w.title,
			Why:     "OIN: PATCH replace members with the whole list. AIW: PUT with the whole list.",
			Symptom: w.symptom,
			Refs:    []string{refPushNow, refPatchReplace, kit.RefPut, kit.RefUserGroups, "OIN C9316, C9319, C9320, C9328, C9329"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				g, pushed, gone := w.setUp(t)
				untouched := func(string) {}
				if w.id == "empty" {
					untouched = t.WatchBystanders()
				}
				pushNowAccepted(t, g, pushed...)
				kit.SeeMembership(t, "Push Now", g, pushed, gone...)
				untouched("Push Now")
			},
		})
	}
	return append(checks, kit.Check{
		ID: "members.push-now.keeps-name", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
		Title:   "Push Now keeps the group's id and name",
		Symptom: "The group loses its name, and Okta no longer finds it.",
		Refs:    []string{refPushNow, refPatchReplace, kit.RefPut},
		Body: func(t *kit.T) {
			p := t.NewUser()
			g := t.NewGroup()
			before := t.MustReadGroup(g.ID)
			pushNowAccepted(t, g, p)
			kit.AwaitMembers(t, kit.PushNow, "Push Now", g, p)
			t.SeeGroup("Push Now", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.LikeBefore(before, "members"))
		},
	})
}

// setUp makes the people and the group; gone are those who must be out of it
// after the push.
func (w wholePush) setUp(t *kit.T) (g kit.Group, pushed, gone []kit.Person) {
	people := t.NewUsers(w.people)
	g = t.NewGroup(pick(people, w.before...)...)
	stay := map[int]bool{}
	for _, i := range w.pushed {
		stay[i] = true
	}
	for _, i := range w.before {
		if !stay[i] {
			gone = append(gone, people[i])
		}
	}
	return g, pick(people, w.pushed...), gone
}

// pathlessPushNowChecks: some catalog apps get Push Now as a replace without a
// path.
func pathlessPushNowChecks() []kit.Check {
	const ref = "recorded: https://github.com/jelhub/scimgateway/issues/113 and https://github.com/Metatavu/keycloak-scim-server/issues/100"
	named := func(t *kit.T, g kit.Group, members []okta.Member) okta.Answer {
		return t.Okta.Send(t, "push-now-pathless-oin", okta.Vars{"id": g.ID, "displayName": g.Name, "members": members})
	}
	var checks []kit.Check
	for _, c := range []struct {
		id, title string
		level     kit.Level
		push      wholePush
		send      func(t *kit.T, g kit.Group, members []okta.Member) okta.Answer
	}{
		{"pathless", "A replace without a path whose value holds members alone makes them the whole membership", kit.Should,
			wholePush{people: 3, before: []int{0, 1}, pushed: []int{1, 2}},
			func(t *kit.T, g kit.Group, members []okta.Member) okta.Answer {
				return t.Okta.PatchGroup(t, g.ID, okta.Operation{Op: "replace", Value: map[string]any{"members": members}})
			}},
		{"pathless-named", "A replace without a path whose value holds members, id and displayName makes those members the whole membership", kit.Must,
			wholePush{people: 3, before: []int{0, 1}, pushed: []int{2}}, named},
		{"pathless-empty", "A replace without a path whose value holds members [], id and displayName empties the group", kit.Must,
			wholePush{people: 2, before: []int{0, 1}}, named},
	} {
		checks = append(checks, kit.Check{
			ID: "members.push-now." + c.id, Level: c.level, Evidence: kit.GroundOf(c.level, kit.Assumed),
			Only:    []okta.Dialect{okta.OIN},
			Title:   c.title,
			Why:     "Recorded exchanges show Push Now in this form too.",
			Symptom: "«Unrecognized token 'Unsupported'», or people who left keep their access.",
			Refs:    []string{ref, refPatchReplace + ": without a path the value holds the attributes to replace"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				g, pushed, gone := c.push.setUp(t)
				acceptedOrStop(t, c.send(t, g, kit.AsMembers(pushed...)))
				kit.SeeMembership(t, "Push Now without a path", g, pushed, gone...)
				t.SeeGroup("Push Now without a path", g.ID, g.Name, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "displayName", g.Name)
				})
			},
		})
	}
	return checks
}

// putChecks: members carry more than value and display when they come
// from the server itself.
func putChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "members.put.echo", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT of the whole group as it was read, with one member more, is accepted and adds that member",
			Why:     "Okta reads the group first and sends back what the server added: meta, id, $ref, type. They are to be passed over, not refused.",
			Symptom: "«Attribute is immutable» or the like: membership changes of the group fail.",
			Refs:    []string{kit.RefPut + ": read-only attributes are ignored", kit.RefGroup, refChangeMembers},
			Body: func(t *kit.T) {
				kit.NeedMembersForPut(t)
				old, added := t.NewUser(), t.NewUser()
				g := t.NewGroup(old)
				body := t.MustReadGroup(g.ID).Clone()
				members, _ := body["members"].([]any)
				body["members"] = append(members, map[string]any{"value": added.ID, "display": added.Sent.UserName})
				acceptedOrStop(t, t.Okta.Do(t, okta.Request{Method: http.MethodPut, Path: kit.GroupPath(g.ID), Body: body}))
				kit.SeeMembership(t, "PUT of the group as read", g, []kit.Person{old, added})
			},
		},
		{
			ID: "members.put.details", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT whose members carry $ref and type is accepted, and puts them into the group",
			Symptom: "Membership changes of the group fail, or its members are lost.",
			Refs:    []string{kit.RefGroup + ": members have value, $ref and type", kit.RefPut},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p := t.NewUsers(2)
				g := t.NewGroup(p[0])
				var members []any
				for _, m := range p {
					members = append(members, map[string]any{"value": m.ID, "display": m.Sent.UserName, "type": "User",
						"$ref": strings.TrimRight(t.Env().BaseURL, "/") + kit.UserPath(m.ID)})
				}
				body := map[string]any{"schemas": []any{check.GroupSchema}, "displayName": g.Name, "members": members}
				a := t.Okta.Do(t, okta.Request{Method: http.MethodPut, Path: kit.GroupPath(g.ID), Body: body})
				if !a.OK() && !showsMemberDetails(t, g) {
					t.Unsupported("members show no $ref and type in this app, so Okta has none to send back, and it refuses them")
				}
				acceptedOrStop(t, a)
				kit.SeeMembership(t, "PUT of members with $ref and type", g, p)
			},
		},
	}
}

// answerChecks: an answer that shows members shows the new ones.
func answerChecks() []kit.Check {
	var checks []kit.Check
	for _, c := range []struct {
		id, what    string
		before, now []int
		send        func(t *kit.T, g kit.Group, before, now []kit.Person) okta.Run
	}{
		{"add", "an addition", []int{0}, []int{0, 1}, func(t *kit.T, g kit.Group, _, now []kit.Person) okta.Run {
			return t.Change(g, now[1:], nil, now)
		}},
		{"remove", "a removal", []int{0, 1}, []int{0}, func(t *kit.T, g kit.Group, before, now []kit.Person) okta.Run {
			return t.Change(g, nil, before[1:], now)
		}},
		{"push-now", "Push Now", []int{0}, []int{1}, func(t *kit.T, g kit.Group, _, now []kit.Person) okta.Run {
			return t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(now...))
		}},
	} {
		checks = append(checks, kit.Check{
			ID: "members.answer." + c.id, Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "An answer to " + c.what + " that shows members shows those that the group has now",
			Why:     "The answer is the state after the change; a server may leave members out or answer 204.",
			Symptom: "Okta takes the change for undone.",
			Refs:    []string{kit.RefPatch + ": 200 with the resource, or 204", kit.RefPut, refChangeMembers},
			Body: func(t *kit.T) {
				p := t.NewUsers(2)
				g := t.NewGroup(pick(p, c.before...)...)
				now := pick(p, c.now...)
				run := c.send(t, g, pick(p, c.before...), now)
				t.Require(memberSteps(c.id), check.Through(run))
				a := run.Last()
				t.Report(check.InAnswer(a, check.MembersIfShown(a.Resource, kit.IDs(now...), t.Names)))
			},
		})
	}
	return checks
}

// showsMemberDetails tells whether the members of a group have a $ref and a type.
func showsMemberDetails(t *kit.T, g kit.Group) bool {
	r, _ := t.GroupByID(g.ID)
	for _, m := range check.Elements(r, "members") {
		if m["$ref"] != nil && m["type"] != nil {
			return true
		}
	}
	return false
}
