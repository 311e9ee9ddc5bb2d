package provider

// lookupListFaults find the right users and show them wrong, or do not find some.
func lookupListFaults() []Fault {
	return []Fault{
		{
			ID: "lookup-listed-but-not-filterable", Category: "user-lookup", Level: Must,
			Story:  "Accounts that the app had before SCIM are in the list and no filter finds them, so that Okta cannot link them.",
			Source: "https://github.com/wso2/product-is/issues/4415",
			Apply:  foundOnly(func(_ Tx, r *Resource) bool { return r.Managed }),
		},
		{
			ID: "lookup-index-filled-by-updates", Category: "user-lookup", Level: Must,
			Story:  "A new user is in the list and is found by a look-up only after the first update; Okta creates him a second time.",
			Source: "the grid: a create × the look-up",
			Apply:  foundIfUpdated(true),
		},
		{
			ID: "lookup-lost-after-update", Category: "user-lookup", Level: Must,
			Story:  "An update takes a user out of the index: whoever was updated once is not found any more.",
			Source: "the grid: an update × the look-up",
			Apply:  foundIfUpdated(false),
		},
		{
			ID: "lookup-distinct-by-name", Category: "user-lookup", Level: Must,
			Story:  "Of people with the same displayName only the first is ever found; the others are created again.",
			Source: "the grid: a look-up × same values in other attributes",
			Apply: foundOnly(func(tx Tx, r *Resource) bool {
				key, _ := KeyFor("displayName", text(r.Attributes, "displayName"))
				same := tx.Find(KindUser, key)
				return len(same) == 0 || same[0].ID == r.ID
			}),
		},
		{
			ID: "lookup-without-email-not-found", Category: "user-lookup", Level: Must,
			Story:  "A look-up joins the table of e-mail addresses and so finds nobody who has none.",
			Source: "the grid: a create with only the required attributes × the look-up",
			Apply:  foundOnly(func(_ Tx, r *Resource) bool { return r.Attributes["emails"] != nil }),
		},
		{
			ID: "lookup-first-50-only", Category: "user-lookup", Level: Must,
			Story:  "Only the first 50 users of the tenant are searched; everybody after them is created again.",
			Source: "the grid: a look-up × many users",
			Apply: foundOnly(func(tx Tx, r *Resource) bool {
				for _, early := range tx.List(KindUser, 0, 50) {
					if early.ID == r.ID {
						return true
					}
				}
				return false
			}),
		},
		{
			ID: "lookup-filters-the-first-page", Category: "user-lookup", Level: Must,
			Story:  "The page is taken before the filter: look-ups work in a small tenant and fail from the hundredth user on.",
			Source: "the grid: a look-up × paging",
			Apply:  pageThenFilter,
		},
		{
			ID: "lookup-hit-once-an-email", Category: "user-lookup", Level: Must,
			Story:  "Whoever has two e-mail addresses is found twice, and Okta links nobody.",
			Source: "the grid: a look-up × exactly one",
			Apply:  foundTimes(func(_ Tx, r *Resource) int { return max(1, len(objects(r.Attributes["emails"]))) }),
		},
		{
			ID: "lookup-hit-once-a-group", Category: "user-lookup", Level: Must,
			Story:  "Whoever is in two groups is found twice, and Okta links nobody.",
			Source: "the grid: a look-up × exactly one",
			Apply:  foundTimes(func(tx Tx, r *Resource) int { return max(1, len(tx.GroupsOf(r.ID))) }),
		},
		{
			ID: "lookup-total-of-all-users", Category: "user-lookup", Level: Must,
			Story:  "totalResults of a look-up counts all users: Okta takes a miss for a hit.",
			Source: "the grid: a look-up × numbers",
			Apply: func(b *Behaviours) {
				next := b.Select
				b.Select = func(rq *Request, tx Tx) (Page, error) {
					page, err := next(rq, tx)
					if rq.IsUser() && rq.Query.Filter != nil {
						page.Total = tx.Count(KindUser)
					}
					return page, err
				}
			},
		},
		{
			ID: "lookup-miss-finds-the-last", Category: "user-lookup", Level: Must,
			Story:  "A look-up that finds nobody shows whom the last one found, from a cache; Okta overwrites his account.",
			Source: "the grid: a look-up × no hit",
			Apply:  missFindsLast,
		},
		{
			ID: "lookup-hit-without-id", Category: "user-lookup", Level: Must,
			Story:  "The hit of a look-up has no id, and Okta cannot link anybody.",
			Source: "the grid: a look-up × schemas, id, meta",
			Apply:  lookUpShows(func(_ *Request, view Object) { delete(view, "id") }),
		},
		{
			ID: "lookup-hit-without-names", Category: "user-lookup", Level: Must,
			Story:  "The hit of a look-up has no name and no e-mail addresses, and Okta's CRUD test is red.",
			Source: "the grid: a look-up × attributes",
			Apply: lookUpShows(func(_ *Request, view Object) {
				delete(view, "name")
				delete(view, "emails")
			}),
		},
		{
			ID: "lookup-hit-names-swapped", Category: "user-lookup", Level: Must,
			Story:  "The hit of a look-up has given and family name in each other's place.",
			Source: "the grid: a look-up × GET by id",
			Apply: lookUpShows(func(_ *Request, view Object) {
				if name, ok := view["name"].(Object); ok {
					view["name"] = swapped(name)
				}
			}),
		},
		{
			ID: "lookup-hit-lean", Category: "user-lookup", Level: Should,
			Story:  "The hit of a look-up lacks what is not in the app's own user list, such as title and nickName.",
			Source: "the grid: a look-up × attributes",
			Apply: lookUpShows(func(_ *Request, view Object) {
				for _, name := range []string{"title", "nickName", "locale", "phoneNumbers", SchemaEnterprise} {
					delete(view, name)
				}
			}),
		},
	}
}

// lookUpShows spoils each hit of a look-up of users.
func lookUpShows(spoil func(*Request, Object)) func(*Behaviours) {
	return shownInList(true, func(rq *Request, view Object) {
		if rq.IsUser() && rq.Query.Filter != nil {
			spoil(rq, view)
		}
	})
}

// foundOnly takes users out of what a filter finds.
func foundOnly(found func(Tx, *Resource) bool) func(*Behaviours) {
	return foundTimes(func(tx Tx, r *Resource) int {
		if found(tx, r) {
			return 1
		}
		return 0
	})
}

// foundIfUpdated finds only users who were changed since they were created, or only the others. Who was there before the fault
// counts as both.
func foundIfUpdated(updated bool) func(*Behaviours) {
	return func(b *Behaviours) {
		var changed recall[bool] // by id
		beforeStore(b, func(rq *Request, _ Tx, before, after *Resource) {
			if after.Kind == KindUser {
				changed.set(rq, after.ID, before != nil)
			}
		})
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			found := func(_ Tx, r *Resource) int {
				if was, known := changed.get(rq, r.ID); known && was != updated {
					return 0
				}
				return 1
			}
			return selectTimes(rq, tx, next, found)
		}
	}
}

// foundTimes gives each user that a filter finds several times, or not at all.
func foundTimes(times func(Tx, *Resource) int) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) { return selectTimes(rq, tx, next, times) }
	}
}

func selectTimes(rq *Request, tx Tx, next func(*Request, Tx) (Page, error), times func(Tx, *Resource) int) (Page, error) {
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

// pageThenFilter looks for users on the page that would be shown without a filter.
func pageThenFilter(b *Behaviours) {
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
			if rq.Do.Match(rq, filter, rq.Do.Render(rq, tx, r, filter.needs)) {
				found = append(found, r)
			}
		}
		return Page{Total: len(found), Resources: found}, err
	}
}

// missFindsLast keeps for each tenant whom the last look-up found.
func missFindsLast(b *Behaviours) {
	var last recall[string]
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		page, err := next(rq, tx)
		if err != nil || !rq.IsUser() || rq.Query.Filter == nil {
			return page, err
		}
		if len(page.Resources) > 0 {
			last.set(rq, "", page.Resources[0].ID)
			return page, nil
		}
		id, _ := last.get(rq, "")
		if r := tx.Get(KindUser, id); r != nil {
			return pageOf([]*Resource{r}, rq.Query), nil
		}
		return page, nil
	}
}

// missRememberedOf keeps for each tenant the filters that found nothing of a kind.
func missRememberedOf(kind string) func(*Behaviours) {
	return func(b *Behaviours) {
		var missed recall[bool]
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			page, err := next(rq, tx)
			if err != nil || rq.Type.Name != kind || rq.Query.Filter == nil {
				return page, err
			}
			filter := fold(rq.Query.Filter.Raw)
			if missed.has(rq, filter) {
				return Page{}, nil
			}
			if page.Total == 0 {
				missed.set(rq, filter, true)
			}
			return page, nil
		}
	}
}
