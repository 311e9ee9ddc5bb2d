package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// refusedWriteChecks: what was refused was not half done either. A server that
// accepts the odd request here is judged by errors.type and errors.patch.
func refusedWriteChecks() []Check {
	return []Check{
		{
			ID: "errors.refused.user-create", Level: Must,
			Title:   "A refused create of a user stores nothing, and the same user can be created afterwards",
			Why:     "Okta repeats the create once the mapping is right.",
			Symptom: "The retry fails with a conflict; a half-made account stays behind.",
			Refs:    []string{refError, "RFC 7644 §3.3"},
			Body: func(t *T) {
				u, body := t.freshBody()
				body["emails"] = u.Email
				t.refusedOr(t.createRaw(body))
				t.Report(t.userNotStored(u.UserName))
				a := t.Okta.CreateUser(t, u)
				t.ReportAt("the right create after it", check.Status(a, http.StatusCreated))
			},
		},
		{
			ID: "errors.refused.group-create", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A refused create of a group stores nothing, and the same group can be created afterwards",
			Why:     "A server that stores the group before it looks at the members leaves an orphan.",
			Symptom: "The next push of the group fails with a conflict, or there are two groups.",
			Refs:    []string{refError, "RFC 7644 §3.3"},
			Body: func(t *T) {
				body := t.groupBody()
				body["members"] = []any{"everyone", 7}
				name := body.String("displayName")
				t.refusedOr(t.raw(http.MethodPost, "/Groups", body))
				t.Report(t.groupNotStored(name))
				a := t.Okta.CreateGroup(t, name, nil)
				t.ReportAt("the right create after it", check.Status(a, http.StatusCreated))
			},
		},
		{
			ID: "errors.refused.user-put", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A refused PUT of a user changes nothing",
			Symptom: "Half of a profile update arrives, although Okta reports it as failed.",
			Refs:    []string{refPut, refError},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				body := before.Clone()
				body["displayName"], body["active"], body["emails"] = "Changed by mistake", false, p.Sent.Email
				t.refusedOr(t.Okta.PutUser(t, p.ID, body))
				t.Report(t.userAsBefore(p, before))
			},
		},
		{
			ID: "errors.refused.group-put", Level: Must, Needs: []Need{NeedGroups}, Only: []okta.Dialect{okta.AIW},
			Title:   "A refused PUT of a group changes neither its name nor its members",
			Symptom: "A push that Okta reports as failed renames or empties the group.",
			Refs:    []string{refPut, refError},
			Body: func(t *T) {
				g := t.NewGroup(t.NewUser())
				before := t.mustReadGroup(g.ID)
				t.refusedOr(t.raw(http.MethodPut, groupPath(g.ID), okta.Resource{
					"schemas": []any{okta.GroupSchema}, "displayName": g.Name + " changed", "members": []any{"everyone", 7}}))
				t.Report(t.groupAsBefore(g, before))
			},
		},
		{
			ID: "errors.refused.user-patch", Level: Must, Needs: []Need{NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of a user that is refused for its second operation does not apply the first",
			Why:     "A PATCH is atomic, whatever the number of operations.",
			Symptom: "Half of a change arrives, although Okta reports it as failed.",
			Refs:    []string{"RFC 7644 §3.5.2: a PATCH request is atomic"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				t.refusedOr(t.raw(http.MethodPatch, userPath(p.ID), patchBody([]any{
					map[string]any{"op": "replace", "value": map[string]any{"active": false}},
					map[string]any{"op": "upsert", "path": "userName", "value": []any{}},
				})))
				t.Report(t.userAsBefore(p, before))
			},
		},
		{
			ID: "errors.refused.group-patch", Level: Must, Needs: []Need{NeedGroups}, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of a group that is refused for its last operation applies none of the others",
			Why:     "Okta sends name and members in one request and takes a refusal for nothing done.",
			Symptom: "Members are missing after a push that Okta reports as failed.",
			Refs:    []string{"RFC 7644 §3.5.2: a PATCH request is atomic"},
			Body: func(t *T) {
				member, joiner := t.NewUser(), t.NewUser()
				g := t.NewGroup(member)
				before := t.mustReadGroup(g.ID)
				t.refusedOr(t.raw(http.MethodPatch, groupPath(g.ID), patchBody([]any{
					okta.RenameOp(g.ID, g.Name+" changed"), okta.RemoveOp(member.ID), okta.AddOp(AsMembers(joiner)...),
					map[string]any{"op": "upsert", "path": "members", "value": []any{}},
				})))
				t.Report(t.groupAsBefore(g, before))
			},
		},
		{
			ID: "errors.method.post-by-id", Level: Should,
			Title:   "A POST to one user is refused and changes nothing",
			Symptom: "None in Okta: it does not send this.",
			Refs:    []string{"RFC 7644 §3.2", "RFC 9110 §15.5.6"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				body := p.Sent.Resource()
				body["displayName"] = "Changed by mistake"
				a := t.raw(http.MethodPost, userPath(p.ID), body)
				// 501 is the other answer to a method that is not there.
				t.Report(check.Status(a, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusBadRequest, http.StatusConflict, http.StatusNotImplemented))
				t.Report(t.userAsBefore(p, before))
			},
		},
	}
}

// refusedOr ends the check when the app accepted the request, which is kind but
// not wrong; a crash blocks it.
func (t *T) refusedOr(a okta.Answer) {
	t.Require(RefuseWrongType, check.NoCrash(t.readable(a)))
	if a.Status < 400 {
		t.Unsupported("the app accepts this request, so that nothing is refused")
	}
}
