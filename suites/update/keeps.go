package update

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// echoChecks: Okta's PUT echoes everything that the server gave.
func echoChecks() []kit.Check {
	same := func(okta.Resource) {}
	return []kit.Check{
		{
			ID: "users.update.echo", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A PUT of exactly what was read is accepted",
			Why:     "Okta echoes all members of the resource that it read: schemas, meta, groups and whatever else the app adds.",
			Symptom: "Every profile push fails with an error about an attribute that the app itself had sent.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefReadOnly},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.Accepted(kit.PutUser(t, p, same)))
			},
		},
		{
			ID: "users.update.echo-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A PUT of exactly what was read changes nothing",
			Symptom: "A full sync from Okta alters data that nobody changed.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"), kit.With("nickName", "Janie"))
				before := t.MustReadUser(p.ID)
				kit.ChangeUser(t, p, same)
				t.See("update with nothing", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.update.twice", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The same PUT again is accepted and changes nothing more",
			Why:     "Okta repeats a push after a lost answer.",
			Symptom: "A retry fails, or doubles addresses and numbers.",
			Refs:    []string{kit.RefPut, "RFC 9110 §9.2.2: PUT is idempotent"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				var body okta.Resource
				redisplayWithAddress(t, p, func(r okta.Resource) { body = r })
				before := t.MustReadUser(p.ID)
				t.Report(check.Accepted(t.Okta.PutUser(t, p.ID, body)))
				t.See("update again", p.ID, body.String("userName"), []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.update.echo-member", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A PUT of exactly what was read of a user in groups is accepted",
			Why:     "Okta echoes the groups attribute as it was shown.",
			Symptom: "Profile pushes fail for everybody who is in a group.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefReadOnly, "RFC 7643 §4.1.2: groups is read-only"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				if t.UserGroupsVisible() {
					t.Await(kit.AddMember, "push a group", func() []check.Problem { return kit.UserGroups(t, p, []string{g.ID}, nil) })
				}
				t.Report(check.Accepted(kit.PutUser(t, p, same)))
			},
		},
		{
			ID: "users.update.whole", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A profile update of a user with a whole profile is accepted and stored",
			Why:     "Okta sends back all that the app shows, with the change merged in.",
			Symptom: "Each update of a user with a complete profile fails.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "https://github.com/kortix-ai/suna/issues/7302"},
			Body: func(t *kit.T) {
				p := kit.NewWhole(t)
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r.Set("Janet", "name", "givenName") })
				t.Report(check.Through(run))
				t.StopIfFailed()
				t.See("update a whole profile", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "name.givenName", "Janet")
				})
			},
		},
		{
			ID: "users.update.unknown", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A PUT to an id that nobody has is answered 404 and creates nobody",
			Symptom: "A push for an account that is gone makes a stray one.",
			Refs:    []string{kit.RefPut, "RFC 7644 §3.5.1: PUT must not create"},
			Body: func(t *kit.T) {
				sent := t.Person()
				body := sent.Resource()
				body["id"] = t.UnknownID()
				a := t.Okta.PutUser(t, t.UnknownID(), body)
				kit.CleanStrayUser(t, a, t.UnknownID())
				t.Report(check.Error(a, http.StatusNotFound))
				t.Eventually("update of an unknown id by lookup", func() []check.Problem {
					return check.Miss(t.Okta.LookupUser(t, sent.UserName), sent.UserName)
				})
			},
		},
		{
			ID: "users.update.lean", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A PUT of the profile alone, without id, meta and groups, is accepted",
			Why:     "Those members are the server's own; a client need not repeat them.",
			Symptom: "None with Okta, which echoes them; a set-up that maps few attributes fails.",
			Refs:    []string{kit.RefPut, "RFC 7643 §3.1: id and meta are read-only"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) {
					for _, name := range []string{"id", "meta", "groups", "locale"} {
						delete(r, name)
					}
				})))
			},
		},
		{
			ID: "users.update.in-a-row", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After three updates in a row the last one holds",
			Symptom: "The app shows a value that Okta has replaced since.",
			Refs:    []string{kit.RefPut, kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				p := t.NewUser()
				body := t.MustReadUser(p.ID)
				for range 3 {
					body["displayName"] = t.Person().DisplayName
					t.Require(kit.UpdateUser, check.Status(t.Okta.PutUser(t, p.ID, body), 200))
				}
				t.See("update three times", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.HasDisplayName(body.String("displayName")))
			},
		},
	}
}

// readOnlyChecks: what is the server's own cannot be written.
func readOnlyChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.read-only", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Other values for meta in a PUT are ignored, not refused",
			Why:     "Between Okta's GET and its PUT somebody else may have changed the user: the echo of meta is outdated then.",
			Symptom: "Profile pushes fail at random, or the account's history is overwritten.",
			Refs:    []string{kit.RefReadOnly, "RFC 7643 §3.1: meta is read-only"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.Accepted(kit.PutUser(t, p, outdatedMeta)))
			},
		},
		{
			ID: "users.update.read-only-keeps", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Other values for meta in a PUT are not stored",
			Symptom: "None in Okta; the app's own records of when and where are wrong.",
			Refs:    []string{kit.RefReadOnly, "RFC 7643 §3.1: meta is read-only"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				kit.Redisplay(t, p, outdatedMeta)
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.MetaKept(before, r)
				})
			},
		},
		{
			ID: "users.update.body-id", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A PUT whose body has the id of another user leaves that user alone",
			Why:     "The path names the user; id is read-only.",
			Symptom: "One person's push overwrites another person's account.",
			Refs:    []string{kit.RefReadOnly, "RFC 7643 §3.1: id is read-only"},
			Body: func(t *kit.T) {
				p, other := t.NewUser(), t.NewUser()
				before := t.MustReadUser(other.ID)
				// Under a name that is free, so that uniqueness does not stop a server
				// that goes by the body.
				a := kit.PutUser(t, p, func(r okta.Resource) {
					kit.PutUserName(t, r, t.Person().UserName)
					r["id"], r["displayName"] = other.ID, t.Person().DisplayName
				})
				t.Report(check.NoCrash(a))
				if a.OK() {
					// Whoever got the change: wait until it can be seen.
					t.Wait("update with another id", func() []check.Problem {
						return t.Holds(p.ID, kit.HasDisplayName(a.Resource.String("displayName")))
					})
				}
				t.See("update with another id", other.ID, other.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.update.body-id-path", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A PUT whose body has another id changes the user that the path names, or is refused with 4xx",
			Symptom: "None: the push is lost.",
			Refs:    []string{kit.RefReadOnly, "RFC 7643 §3.1: id is read-only"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				display := t.Person().DisplayName
				a := kit.PutUser(t, p, func(r okta.Resource) { r["id"], r["displayName"] = t.UnknownID(), display })
				if !a.OK() {
					t.Report(check.Refused(a))
					return
				}
				t.See("update with an unknown id", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(display))
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

// keepsChecks: what a profile update does not change is as before.
func keepsChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.display-name-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new displayName changes no other attribute",
			Why:     "A server that rebuilds the account from the request loses what it does not map.",
			Symptom: "After a change of the display name other data of the person is gone or different.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				p := kit.NewWhole(t)
				before := t.MustReadUser(p.ID)
				kit.Redisplay(t, p)
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.LikeBefore(before, "displayName", "name.formatted"))
			},
		},
		{
			ID: "users.update.name-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new first and last name change no other attribute",
			Symptom: "After a change of name, by marriage for instance, the person's login or address is different.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				p := kit.NewWhole(t)
				before := t.MustReadUser(p.ID)
				kit.RenameUser(t, p)
				// An app without a display name of its own may make one of the names.
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.LikeBefore(before, "name", "displayName"))
			},
		},
		{
			ID: "users.update.name-keeps-display-name", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A new first and last name leave the displayName as it is",
			Why:     "Okta pushes the display name by a mapping of its own.",
			Symptom: "The app shows another display name than Okta.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Named("Jane", "Doe", "JD (Support)"))
				before := t.MustReadUser(p.ID)
				kit.RenameUser(t, p)
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "displayName", before.String("displayName"))
				})
			},
		},
		{
			ID: "users.update.keeps-extension", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A profile update keeps the department and what else is in the enterprise extension, when the app shows it",
			Symptom: "With each change of a profile the person's department is lost.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "RFC 7643 §4.3"},
			Body: func(t *kit.T) {
				p := t.NewUserIfAllowed("the enterprise extension", kit.With(okta.EnterpriseSchema, map[string]any{"department": "Sales"}))
				before := t.MustReadUser(p.ID)
				kit.NeedShown(t, before, okta.EnterpriseSchema+":department")
				kit.Redisplay(t, p)
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					was, is := okta.Resource{okta.EnterpriseSchema: before[okta.EnterpriseSchema]}, okta.Resource{okta.EnterpriseSchema: r[okta.EnterpriseSchema]}
					return check.Unchanged(was, is)
				})
			},
		},
		{
			ID: "users.update.keeps-own", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A profile update empties no attribute of the app's own",
			Why:     "What only the app knows, Okta echoes at best; its values may change, but not get lost.",
			Symptom: "Settings that a person made in the app are reset with each push.",
			Refs:    []string{kit.RefOktaUpdate, "https://github.com/apache/syncope/issues/895"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				kit.Redisplay(t, p)
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.OwnKept(before, r)
				})
			},
		},
		{
			ID: "users.update.others", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A profile update of one user leaves every other user and group alone",
			Symptom: "Other people's data changes.",
			Refs:    []string{kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				p := t.NewUser()
				untouched := t.WatchBystanders()
				kit.Redisplay(t, p)
				untouched("update")
			},
		},
		{
			ID: "users.update.namesake", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Of two people of the same name only the one who is updated changes",
			Symptom: "A namesake gets the other person's data.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §3.1 id"},
			Body: func(t *kit.T) {
				same := kit.Named("Jane", "Doe", "Jane Doe")
				p, other := t.NewUser(same), t.NewUser(same)
				before := t.MustReadUser(other.ID)
				redisplayWithAddress(t, p, func(r okta.Resource) {
					r.Set("Janet", "name", "givenName")
					r.Set("Smith", "name", "familyName")
					r["locale"] = "de-DE"
				})
				t.See("update a namesake", other.ID, other.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
	}
}
