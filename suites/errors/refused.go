package errors

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// refusedWriteChecks: what was refused was not half done either. A server that
// accepts the odd request here is judged by errors.type and errors.patch.
func refusedWriteChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "errors.refused.create", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A refused create stores nothing, and the same user or group can be created afterwards",
			Why:     "Okta repeats the create once the mapping is right. A server that stores first and looks at the rest then leaves an orphan.",
			Symptom: "The retry fails with a conflict; a half-made account or a second group stays behind.",
			Refs:    []string{refError, "RFC 7644 §3.3"},
			Body: func(t *kit.T) {
				eachKind(t, func(t *kit.T) {
					u, body := freshBody(t)
					body["emails"] = u.Email
					refusedOr(t, createRaw(t, body))
					t.Report(check.At("after the refusal", check.NothingFound(t.Okta.LookupUser(t, u.UserName))...))
					t.ReportAt("the right create after it", check.Status(t.Okta.CreateUser(t, u), http.StatusCreated))
				}, func(t *kit.T) {
					name, a := createGroupRaw(t, func(body okta.Resource) { body["members"] = []any{"everyone", 7} })
					refusedOr(t, a)
					t.Report(check.At("after the refusal", check.NothingFound(t.Okta.LookupGroup(t, name))...))
					t.ReportAt("the right create after it", check.Status(t.Okta.CreateGroup(t, name, nil), http.StatusCreated))
				})
			},
		},
		{
			ID: "errors.refused.put", Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A refused PUT changes nothing of a user, and neither name nor members of a group",
			Symptom: "Half of a profile update or a group push arrives, although Okta reports it as failed.",
			Refs:    []string{kit.RefPut, refError},
			Body: func(t *kit.T) {
				eachKind(t, func(t *kit.T) {
					p := t.NewUser()
					before := t.MustReadUser(p.ID)
					body := before.Clone()
					body["displayName"], body["active"], body["emails"] = "Changed by mistake", false, p.Sent.Email
					refusedOr(t, t.Okta.PutUser(t, p.ID, body))
					t.Report(kit.UserAsBefore(t, p, before))
				}, func(t *kit.T) {
					if !kit.PutsGroups(t) {
						t.Unsupported("Okta sends this app no PUT of a group")
					}
					g := t.NewGroup(t.NewUser())
					before := t.MustReadGroup(g.ID)
					refusedOr(t, t.Raw(http.MethodPut, kit.GroupPath(g.ID), okta.Resource{
						"schemas": []any{okta.GroupSchema}, "displayName": g.Name + " changed", "members": []any{"everyone", 7}}))
					t.Report(kit.GroupAsBefore(t, g, before))
				})
			},
		},
		{
			ID: "errors.refused.patch", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full,
			Needs: []kit.Need{kit.NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that is refused for its last operation applies none of the others",
			Why:     "A PATCH is atomic, whatever the number of operations. Okta takes a refusal for nothing done.",
			Symptom: "Half of a change arrives, although Okta reports it as failed.",
			Refs:    []string{"RFC 7644 §3.5.2: a PATCH request is atomic"},
			Body: func(t *kit.T) {
				eachKind(t, func(t *kit.T) {
					p := t.NewUser()
					before := t.MustReadUser(p.ID)
					refusedOr(t, t.Raw(http.MethodPatch, kit.UserPath(p.ID), kit.PatchBody([]any{
						map[string]any{"op": "replace", "value": map[string]any{"active": false}},
						map[string]any{"op": "upsert", "path": "userName", "value": []any{}},
					})))
					t.Report(kit.UserAsBefore(t, p, before))
				}, func(t *kit.T) {
					member, joiner := t.NewUser(), t.NewUser()
					g := t.NewGroup(member)
					before := t.MustReadGroup(g.ID)
					refusedOr(t, t.Raw(http.MethodPatch, kit.GroupPath(g.ID), kit.PatchBody([]any{
						okta.RenameOp(g.ID, g.Name+" changed"), okta.RemoveOp(member.ID), okta.AddOp(kit.AsMembers(joiner)...),
						map[string]any{"op": "upsert", "path": "members", "value": []any{}},
					})))
					t.Report(kit.GroupAsBefore(t, g, before))
				})
			},
		},
		{
			ID: "errors.method.post-by-id", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "A POST to one user is refused and changes nothing",
			Symptom: "None in Okta: it does not send this.",
			Refs:    []string{"RFC 7644 §3.2", "RFC 9110 §15.5.6"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				body := p.Sent.Resource()
				body["displayName"] = "Changed by mistake"
				a := t.Raw(http.MethodPost, kit.UserPath(p.ID), body)
				// 501 is the other answer to a method that is not there.
				t.Report(check.Status(a, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusBadRequest, http.StatusConflict, http.StatusNotImplemented))
				t.Report(kit.UserAsBefore(t, p, before))
			},
		},
	}
}

// eachKind runs a part for a user and one for a group, where the app has groups.
func eachKind(t *kit.T, user, group func(*kit.T)) {
	kinds := map[string]func(*kit.T){"a user": user}
	names := []string{"a user"}
	if kit.HasFeature(t, kit.NeedGroups) {
		kinds["a group"] = group
		names = append(names, "a group")
	}
	kit.Each(t, names, func(name string) string { return name }, func(t *kit.T, name string) { kinds[name](t) })
}

// refusedOr ends the check when the app accepted the request, which is kind but
// not wrong; a crash blocks it.
func refusedOr(t *kit.T, a okta.Answer) {
	t.Require(kit.RefuseWrongType, check.NoCrash(readable(t, a)))
	if a.Status < 400 {
		t.Unsupported("the app accepts this request, so that nothing is refused")
	}
}
