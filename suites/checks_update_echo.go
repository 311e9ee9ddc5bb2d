package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// updateEchoChecks: Okta's PUT echoes everything that the server gave.
func updateEchoChecks() []Check {
	same := func(okta.Resource) {}
	return []Check{
		{
			ID: "users.update.echo", Level: Must,
			Title:   "A PUT of exactly what was read is accepted",
			Why:     "Okta echoes all members of the resource that it read: schemas, meta, groups and whatever else the app adds.",
			Symptom: "Every profile push fails with an error about an attribute that the app itself had sent.",
			Refs:    []string{refOktaUpdate, refReadOnly},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.put(p, same)))
			},
		},
		{
			ID: "users.update.echo-keeps", Level: Must,
			Title:   "A PUT of exactly what was read changes nothing",
			Symptom: "A full sync from Okta alters data that nobody changed.",
			Refs:    []string{refOktaUpdate, refPut},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"), With("nickName", "Janie"))
				before := t.mustReadUser(p.ID)
				t.update(p, same)
				t.See("update with nothing", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
			},
		},
		{
			ID: "users.update.twice", Level: Must,
			Title:   "The same PUT again is accepted and changes nothing more",
			Why:     "Okta repeats a push after a lost answer.",
			Symptom: "A retry fails, or doubles addresses and numbers.",
			Refs:    []string{refPut, "RFC 9110 §9.2.2: PUT is idempotent"},
			Body: func(t *T) {
				p := t.NewUser()
				var body okta.Resource
				t.redisplayWithAddress(p, func(r okta.Resource) { body = r })
				before := t.mustReadUser(p.ID)
				t.Report(check.Accepted(t.Okta.PutUser(t, p.ID, body)))
				t.See("update again", p.ID, body.String("userName"), []View{ViewByID, ViewLookup}, likeBefore(before))
			},
		},
		{
			ID: "users.update.echo-member", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A PUT of exactly what was read of a user in groups is accepted",
			Why:     "Okta echoes the groups attribute as it was shown.",
			Symptom: "Profile pushes fail for everybody who is in a group.",
			Refs:    []string{refOktaUpdate, refReadOnly, "RFC 7643 §4.1.2: groups is read-only"},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				if t.UserGroupsVisible() {
					t.Await(AddMember, "push a group", func() []check.Problem { return t.groupsOf(p, []string{g.ID}, nil) })
				}
				t.Report(check.Accepted(t.put(p, same)))
			},
		},
		{
			ID: "users.update.unknown", Level: Must,
			Title:   "A PUT to an id that nobody has is answered 404 and creates nobody",
			Symptom: "A push for an account that is gone makes a stray one.",
			Refs:    []string{refPut, "RFC 7644 §3.5.1: PUT must not create"},
			Body: func(t *T) {
				sent := t.Person()
				body := sent.Resource()
				body["id"] = t.unknownID()
				a := t.Okta.PutUser(t, t.unknownID(), body)
				t.strayUser(a, t.unknownID())
				t.Report(check.Error(a, http.StatusNotFound))
				t.Eventually("update of an unknown id by lookup", func() []check.Problem {
					return check.Miss(t.Okta.LookupUser(t, sent.UserName), sent.UserName)
				})
			},
		},
		{
			ID: "users.update.lean", Level: Should,
			Title:   "A PUT of the profile alone, without id, meta and groups, is accepted",
			Why:     "Those members are the server's own; a client need not repeat them.",
			Symptom: "None with Okta, which echoes them; a set-up that maps few attributes fails.",
			Refs:    []string{refPut, "RFC 7643 §3.1: id and meta are read-only"},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.put(p, func(r okta.Resource) {
					for _, name := range []string{"id", "meta", "groups", "locale"} {
						delete(r, name)
					}
				})))
			},
		},
		{
			ID: "users.update.in-a-row", Level: Must,
			Title:   "After three updates in a row the last one holds",
			Symptom: "The app shows a value that Okta has replaced since.",
			Refs:    []string{refPut, refOktaUpdate},
			Body: func(t *T) {
				p := t.NewUser()
				body := t.mustReadUser(p.ID)
				for range 3 {
					body["displayName"] = t.Person().DisplayName
					t.Require(UpdateUser, check.Status(t.Okta.PutUser(t, p.ID, body), 200))
				}
				t.See("update three times", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, called(body.String("displayName")))
			},
		},
	}
}

// updateReadOnlyChecks: what is the server's own cannot be written.
func updateReadOnlyChecks() []Check {
	return []Check{
		{
			ID: "users.update.read-only", Level: Must,
			Title:   "Other values for meta in a PUT are ignored, not refused",
			Why:     "Between Okta's GET and its PUT somebody else may have changed the user: the echo of meta is outdated then.",
			Symptom: "Profile pushes fail at random, or the account's history is overwritten.",
			Refs:    []string{refReadOnly, "RFC 7643 §3.1: meta is read-only"},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.put(p, outdatedMeta)))
			},
		},
		{
			ID: "users.update.read-only-keeps", Level: Should,
			Title:   "Other values for meta in a PUT are not stored",
			Symptom: "None in Okta; the app's own records of when and where are wrong.",
			Refs:    []string{refReadOnly, "RFC 7643 §3.1: meta is read-only"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				t.redisplay(p, outdatedMeta)
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.MetaKept(before, r)
				})
			},
		},
		{
			ID: "users.update.body-id", Level: Must,
			Title:   "A PUT whose body has the id of another user leaves that user alone",
			Why:     "The path names the user; id is read-only.",
			Symptom: "One person's push overwrites another person's account.",
			Refs:    []string{refReadOnly, "RFC 7643 §3.1: id is read-only"},
			Body: func(t *T) {
				p, other := t.NewUser(), t.NewUser()
				before := t.mustReadUser(other.ID)
				// Under a name that is free, so that uniqueness does not stop a server
				// that goes by the body.
				a := t.put(p, func(r okta.Resource) {
					t.setUserName(r, t.Person().UserName)
					r["id"], r["displayName"] = other.ID, t.Person().DisplayName
				})
				t.Report(check.NoCrash(a))
				if a.OK() {
					// Whoever got the change: wait until it can be seen.
					t.wait("update with another id", func() []check.Problem {
						return t.holds(p.ID, called(a.Resource.String("displayName")))
					})
				}
				t.See("update with another id", other.ID, other.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
			},
		},
		{
			ID: "users.update.body-id-path", Level: Should,
			Title:   "A PUT whose body has another id changes the user that the path names, or is refused with 4xx",
			Symptom: "None: the push is lost.",
			Refs:    []string{refReadOnly, "RFC 7643 §3.1: id is read-only"},
			Body: func(t *T) {
				p := t.NewUser()
				display := t.Person().DisplayName
				a := t.put(p, func(r okta.Resource) { r["id"], r["displayName"] = t.unknownID(), display })
				if !a.OK() {
					t.Report(check.Refused(a))
					return
				}
				t.See("update with an unknown id", p.ID, p.Sent.UserName, []View{ViewByID}, called(display))
			},
		},
	}
}

// outdatedMeta is an echo from before somebody else's change.
func outdatedMeta(r okta.Resource) {
	meta, _ := r["meta"].(map[string]any)
	if meta == nil {
		meta = map[string]any{"resourceType": "User"}
	}
	meta["created"], meta["lastModified"], meta["version"] = "2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z", `W/"outdated"`
	r["meta"] = meta
}
