package errors

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// refusedWriteChecks: what was refused was not half done either. A server that
// accepts the odd request here is judged by errors.type and errors.patch.
func refusedWriteChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "errors.refused.user-create", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A refused create of a user stores nothing, and the same user can be created afterwards",
			Why:     "Okta repeats the create once the mapping is right.",
			Symptom: "The retry fails with a conflict; a half-made account stays behind.",
			Refs:    []string{refError, "RFC 7644 §3.3"},
			Body: func(t *kit.T) {
				u, body := freshBody(t)
				body["emails"] = u.Email
				refusedOr(t, createRaw(t, body))
				t.Report(userNotStored(t, u.UserName))
				a := t.Okta.CreateUser(t, u)
				t.ReportAt("the right create after it", check.Status(a, http.StatusCreated))
			},
		},
		{
			ID: "errors.refused.group-create", Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A refused create of a group stores nothing, and the same group can be created afterwards",
			Why:     "A server that stores the group before it looks at the members leaves an orphan.",
			Symptom: "The next push of the group fails with a conflict, or there are two groups.",
			Refs:    []string{refError, "RFC 7644 §3.3"},
			Body: func(t *kit.T) {
				body := groupBody(t)
				body["members"] = []any{"everyone", 7}
				name := body.String("displayName")
				refusedOr(t, t.Raw(http.MethodPost, "/Groups", body))
				t.Report(groupNotStored(t, name))
				a := t.Okta.CreateGroup(t, name, nil)
				t.ReportAt("the right create after it", check.Status(a, http.StatusCreated))
			},
		},
		{
			ID: "errors.refused.user-put", Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A refused PUT of a user changes nothing",
			Symptom: "Half of a profile update arrives, although Okta reports it as failed.",
			Refs:    []string{kit.RefPut, refError},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				body := before.Clone()
				body["displayName"], body["active"], body["emails"] = "Changed by mistake", false, p.Sent.Email
				refusedOr(t, t.Okta.PutUser(t, p.ID, body))
				t.Report(kit.UserAsBefore(t, p, before))
			},
		},
		{
			ID: "errors.refused.group-put", Level: kit.Must, Evidence: kit.Safety,
			Needs: []kit.Need{kit.NeedGroups}, Only: []okta.Dialect{okta.AIW},
			Title:   "A refused PUT of a group changes neither its name nor its members",
			Symptom: "A push that Okta reports as failed renames or empties the group.",
			Refs:    []string{kit.RefPut, refError},
			Body: func(t *kit.T) {
				g := t.NewGroup(t.NewUser())
				before := t.MustReadGroup(g.ID)
				refusedOr(t, t.Raw(http.MethodPut, kit.GroupPath(g.ID), okta.Resource{
					"schemas": []any{okta.GroupSchema}, "displayName": g.Name + " changed", "members": []any{"everyone", 7}}))
				t.Report(kit.GroupAsBefore(t, g, before))
			},
		},
		{
			ID: "errors.refused.user-patch", Level: kit.Should, Evidence: kit.Assumed,
			Needs: []kit.Need{kit.NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of a user that is refused for its second operation does not apply the first",
			Why:     "A PATCH is atomic, whatever the number of operations.",
			Symptom: "Half of a change arrives, although Okta reports it as failed.",
			Refs:    []string{"RFC 7644 §3.5.2: a PATCH request is atomic"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				refusedOr(t, t.Raw(http.MethodPatch, kit.UserPath(p.ID), kit.PatchBody([]any{
					map[string]any{"op": "replace", "value": map[string]any{"active": false}},
					map[string]any{"op": "upsert", "path": "userName", "value": []any{}},
				})))
				t.Report(kit.UserAsBefore(t, p, before))
			},
		},
		{
			ID: "errors.refused.group-patch", Level: kit.Should, Evidence: kit.Assumed,
			Needs: []kit.Need{kit.NeedGroups}, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of a group that is refused for its last operation applies none of the others",
			Why:     "Okta sends name and members in one request and takes a refusal for nothing done.",
			Symptom: "Members are missing after a push that Okta reports as failed.",
			Refs:    []string{"RFC 7644 §3.5.2: a PATCH request is atomic"},
			Body: func(t *kit.T) {
				member, joiner := t.NewUser(), t.NewUser()
				g := t.NewGroup(member)
				before := t.MustReadGroup(g.ID)
				refusedOr(t, t.Raw(http.MethodPatch, kit.GroupPath(g.ID), kit.PatchBody([]any{
					okta.RenameOp(g.ID, g.Name+" changed"), okta.RemoveOp(member.ID), okta.AddOp(kit.AsMembers(joiner)...),
					map[string]any{"op": "upsert", "path": "members", "value": []any{}},
				})))
				t.Report(kit.GroupAsBefore(t, g, before))
			},
		},
		{
			ID: "errors.method.post-by-id", Level: kit.Should, Evidence: kit.RFC,
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

// refusedOr ends the check when the app accepted the request, which is kind but
// not wrong; a crash blocks it.
func refusedOr(t *kit.T, a okta.Answer) {
	t.Require(kit.RefuseWrongType, check.NoCrash(readable(t, a)))
	if a.Status < 400 {
		t.Unsupported("the app accepts this request, so that nothing is refused")
	}
}

// readable blocks the check when the app does not take Okta's media type:
// headers.request is about that.
func readable(t *kit.T, a okta.Answer) okta.Answer {
	if a.Status == http.StatusUnsupportedMediaType {
		resource := "users"
		if strings.Contains(a.Op(), "/Groups") {
			resource = "groups"
		}
		t.Require(kit.Setup{Check: "headers.request." + resource, Doing: "sending Okta's media type"}, check.Status(a, http.StatusOK))
	}
	return a
}

// createRaw posts a user that may be wrong on purpose. The answer is judged by
// the caller; what it made is cleaned up like everything else.
func createRaw(t *kit.T, body okta.Resource) okta.Answer {
	return t.Raw(http.MethodPost, "/Users", body)
}

// freshBody is what Okta would send for a new person, to be spoilt.
func freshBody(t *kit.T) (okta.User, okta.Resource) {
	u := t.Person()
	return u, u.Resource()
}

// groupBody is what Okta would send for a new group, to be spoilt. externalId
// tells the group even when it has no name.
func groupBody(t *kit.T) okta.Resource {
	name := t.GroupName()
	return okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": name, "externalId": name, "members": []any{}}
}

// nameless deletes a group that a server made although it had to refuse it: it
// has no name by which the run's clean-up would know it. Only a group is
// deleted that a fresh read shows without a name, or with the externalId sent.
func nameless(t *kit.T, made okta.Answer, sent okta.Resource) {
	if t.Env().Keep || !made.OK() || made.Resource.ID() == "" {
		return
	}
	read := t.Okta.ReadGroup(t, made.Resource.ID())
	if !read.OK() || read.Resource == nil {
		return
	}
	if read.Resource.String("displayName") == "" || read.Resource["externalId"] == sent["externalId"] {
		t.Okta.DeleteGroup(t, made.Resource.ID())
	}
}

// userNotStored has a problem when a lookup finds what a refused create sent.
func userNotStored(t *kit.T, userName string) []check.Problem {
	return check.At("after the refusal", check.NothingFound(t.Okta.LookupUser(t, userName))...)
}

func groupNotStored(t *kit.T, displayName string) []check.Problem {
	return check.At("after the refusal", check.NothingFound(t.Okta.LookupGroup(t, displayName))...)
}
