package faulty

import (
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func lookupListFaults() []Fault {
	return inCategory("user-lookup", []Fault{{
		ID: "lookup-listed-but-not-filterable", Source: report("https://github.com/wso2/product-is/issues/4415"),
		Story: "Accounts that the app had before SCIM are in the list and no filter finds them, so that Okta cannot link them.",
		Apply: foundOnly(func(_ Tx, r *Resource) bool { return r.Managed }),
	}, {
		ID: "lookup-index-filled-by-updates", Source: grid("a create × the look-up"),
		Story: "A new user is in the list and is found by a look-up only after the first update; Okta creates him a second time.",
		Apply: foundIfUpdated(true),
	}, {
		ID: "lookup-lost-after-update", Source: grid("an update × the look-up"),
		Story: "An update takes a user out of the index: whoever was updated once is not found any more.",
		Apply: foundIfUpdated(false),
	}, {
		ID: "lookup-distinct-by-name", Source: grid("a look-up × same values in other attributes"),
		Story: "Of people with the same displayName only the first is ever found; the others are created again.",
		Apply: foundOnly(func(tx Tx, r *Resource) bool {
			key, _ := provider.KeyFor("displayName", scim.Text(r.Attributes, "displayName"))
			same := tx.Find(provider.KindUser, key)
			return len(same) == 0 || same[0].ID == r.ID
		}),
	}, {
		ID:     "lookup-without-email-not-found",
		Source: grid("a create with only the required attributes × the look-up"),
		Story:  "A look-up joins the table of e-mail addresses and so finds nobody who has none.",
		Apply:  foundOnly(func(_ Tx, r *Resource) bool { return r.Attributes["emails"] != nil }),
	}, {
		ID: "lookup-first-50-only", Source: grid("a look-up × many users"),
		Story: "Only the first 50 users of the tenant are searched; everybody after them is created again.",
		Apply: foundOnly(func(tx Tx, r *Resource) bool {
			for _, early := range tx.List(provider.KindUser, 0, 50) {
				if early.ID == r.ID {
					return true
				}
			}
			return false
		}),
	}, {
		ID: "lookup-filters-the-first-page", Source: grid("a look-up × paging"),
		Story: "The page is taken before the filter: look-ups work in a small tenant and fail from the hundredth user on.",
		Apply: func(b *Behaviors) {
			next := b.Select
			b.Select = func(rq *Request, tx Tx) (Page, error) {
				filter := rq.Query.Filter
				if !rq.IsUser() || filter == nil {
					return next(rq, tx)
				}
				rq.Query.Filter = nil
				page, err := next(rq, tx)
				rq.Query.Filter = filter
				var found []*Resource
				for _, r := range page.Resources {
					if rq.Do.Match(rq, filter, rq.Do.Render(rq, tx, r, filter.Needs)) {
						found = append(found, r)
					}
				}
				return Page{Total: len(found), Resources: found}, err
			}
		},
	}, {
		ID: "lookup-hit-once-an-email", Source: grid("a look-up × exactly one"),
		Story: "Whoever has two e-mail addresses is found twice, and Okta links nobody.",
		Apply: foundTimes(func(_ Tx, r *Resource) int { return max(1, len(scim.Objects(r.Attributes["emails"]))) }),
	}, {
		ID: "lookup-hit-once-a-group", Source: grid("a look-up × exactly one"),
		Story: "Whoever is in two groups is found twice, and Okta links nobody.",
		Apply: foundTimes(func(tx Tx, r *Resource) int { return max(1, len(tx.GroupsOf(r.ID))) }),
	}, {
		ID: "lookup-total-of-all-users", Source: grid("a look-up × numbers"),
		Story: "totalResults of a look-up counts all users: Okta takes a miss for a hit.",
		Apply: func(b *Behaviors) {
			next := b.Select
			b.Select = func(rq *Request, tx Tx) (Page, error) {
				page, err := next(rq, tx)
				if rq.IsUser() && rq.Query.Filter != nil {
					page.Total = tx.Count(provider.KindUser)
				}
				return page, err
			}
		},
	}, {
		ID: "lookup-miss-finds-the-last", Source: grid("a look-up × no hit"),
		Story: "A look-up that finds nobody shows whom the last one found, from a cache; Okta overwrites his account.",
		Apply: func(b *Behaviors) {
			var last hook.Recall[string]
			next := b.Select
			b.Select = func(rq *Request, tx Tx) (Page, error) {
				page, err := next(rq, tx)
				if err != nil || !rq.IsUser() || rq.Query.Filter == nil {
					return page, err
				}
				if len(page.Resources) > 0 {
					last.Set(rq, "", page.Resources[0].ID)
					return page, nil
				}
				id, _ := last.Get(rq, "")
				if r := tx.Get(provider.KindUser, id); r != nil {
					return hook.PageOf([]*Resource{r}, rq.Query), nil
				}
				return page, nil
			}
		},
	}, {
		ID: "lookup-hit-without-id", Source: grid("a look-up × schemas, id, meta"),
		Story: "The hit of a look-up has no id, and Okta cannot link anybody.",
		Apply: lookUpShows(func(_ *Request, view Object) { delete(view, "id") }),
	}, {
		ID: "lookup-hit-without-names", Source: grid("a look-up × attributes"),
		Story: "The hit of a look-up has no name and no e-mail addresses, and Okta's CRUD test is red.",
		Apply: lookUpShows(func(_ *Request, view Object) {
			delete(view, "name")
			delete(view, "emails")
		}),
	}, {
		ID: "lookup-hit-names-swapped", Source: grid("a look-up × GET by id"),
		Story: "The hit of a look-up has given and family name in each other's place.",
		Apply: lookUpShows(func(_ *Request, view Object) {
			if name, ok := view["name"].(Object); ok {
				view["name"] = swapped(name)
			}
		}),
	}, {
		ID: "lookup-hit-lean", Level: Should, Source: grid("a look-up × attributes"),
		Story: "The hit of a look-up lacks what is not in the app's own user list, such as title and nickName.",
		Apply: lookUpShows(func(_ *Request, view Object) {
			for _, name := range []string{"title", "nickName", "locale", "phoneNumbers", provider.SchemaEnterprise} {
				delete(view, name)
			}
		}),
	}})
}

// lookUpShows spoils each hit of a look-up of users.
func lookUpShows(spoil func(*Request, Object)) func(*Behaviors) {
	return shownInList(true, func(rq *Request, view Object) {
		if rq.IsUser() && rq.Query.Filter != nil {
			spoil(rq, view)
		}
	})
}

// foundOnly takes users out of what a filter finds.
func foundOnly(found func(Tx, *Resource) bool) func(*Behaviors) {
	return foundTimes(func(tx Tx, r *Resource) int {
		if found(tx, r) {
			return 1
		}
		return 0
	})
}

// foundIfUpdated finds only users who were changed since they were created, or only the others. Who was there before
// the fault counts as both.
func foundIfUpdated(updated bool) func(*Behaviors) {
	return func(b *Behaviors) {
		var changed hook.Recall[bool] // by id
		hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
			if after.Kind == provider.KindUser {
				changed.Set(rq, after.ID, before != nil)
			}
		})(b)
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			found := func(_ Tx, r *Resource) int {
				if was, known := changed.Get(rq, r.ID); known && was != updated {
					return 0
				}
				return 1
			}
			return selectTimes(rq, tx, next, found)
		}
	}
}

// foundTimes gives each user that a filter finds several times, or not at all.
func foundTimes(times func(Tx, *Resource) int) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) { return selectTimes(rq, tx, next, times) }
	}
}

func selectTimes(
	rq *Request, tx Tx, next func(*Request, Tx) (Page, error), times func(Tx, *Resource) int,
) (Page, error) {
	page, err := next(rq, tx)
	if err != nil || !rq.IsUser() || rq.Query.Filter == nil {
		return page, err
	}
	var found []*Resource
	for _, r := range page.Resources {
		for range times(tx, r) {
			found = append(found, r)
		}
	}
	page.Total += len(found) - len(page.Resources)
	page.Resources = found
	return page, nil
}

// swapped is a name with given and family name in each other's place.
func swapped(name Object) Object {
	given, family := name["givenName"], name["familyName"]
	name = scim.Clone(name)
	setOrClear(name, "givenName", family)
	setOrClear(name, "familyName", given)
	return name
}
