package suites

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// A view is a fresh read of one resource from one place. It gives the resource
// as seen there, or the problems of the read itself.

// ByID reads a user by id.
func (t *T) ByID(id string) (okta.Resource, []check.Problem) {
	return byID(t.Okta.ReadUser(t, id), id)
}

// GroupByID reads a group by id.
func (t *T) GroupByID(id string) (okta.Resource, []check.Problem) {
	return byID(t.Okta.ReadGroup(t, id), id)
}

// ByLookup finds a user as Okta does before it pushes one: exactly one hit.
func (t *T) ByLookup(userName, id string) (okta.Resource, []check.Problem) {
	return byLookup(t.Okta.LookupUser(t, userName), userName, id)
}

// GroupByLookup finds a group as Okta does before it pushes one.
func (t *T) GroupByLookup(displayName, id string) (okta.Resource, []check.Problem) {
	return byLookup(t.Okta.LookupGroup(t, displayName), displayName, id)
}

// InList finds a user in the list that an import walks.
func (t *T) InList(id string) (okta.Resource, []check.Problem) {
	return t.inList(t.Okta.ListUsers, "GET /Users (import)", id)
}

// GroupInList finds a group in the list that a group import walks.
func (t *T) GroupInList(id string) (okta.Resource, []check.Problem) {
	return t.inList(t.Okta.ListGroups, "GET /Groups (import)", id)
}

func byID(a okta.Answer, id string) (okta.Resource, []check.Problem) {
	problems := check.All(check.Status(a, http.StatusOK), check.WithResource(a))
	if len(problems) == 0 && a.Resource.ID() != id {
		problems = append(problems, check.Problem{Operation: a.Op(), Place: "id", Expected: id, Actual: a.Resource.ID()})
	}
	return a.Resource, problems
}

func byLookup(a okta.Answer, name, id string) (okta.Resource, []check.Problem) {
	if problems := check.Hit(a, name, id); len(problems) > 0 {
		return nil, problems
	}
	list, _ := a.List()
	return list[0], nil
}

// walkLimit is how many resources of a tenant are read to find one in its list.
const walkLimit = 10_000

// inList looks first where the last one was found: new resources are at one of
// the ends. Then on the first page, on the last, and on those between.
func (t *T) inList(page func(ctx context.Context, start, count int) okta.Answer, place, id string) (okta.Resource, []check.Problem) {
	if start := t.world.found.at(place); start > 0 {
		a := page(t, start, importPage)
		if end := lastPage(check.Total(a)); end > start && find(a, id) == nil {
			a = page(t, end, importPage)
			start = end
		}
		if r := find(a, id); r != nil && len(check.List(a)) == 0 {
			t.world.found.put(place, start)
			return r, nil
		}
	}
	first := page(t, 1, importPage)
	if problems := check.List(first); len(problems) > 0 {
		return nil, problems
	}
	if r := find(first, id); r != nil {
		t.world.found.put(place, 1)
		return r, nil
	}
	last := lastPage(min(check.Total(first), walkLimit))
	starts := []int{last}
	for s := importPage + 1; s < last; s += importPage {
		starts = append(starts, s)
	}
	for _, start := range starts {
		if start <= 1 {
			continue
		}
		a := page(t, start, importPage)
		if problems := check.List(a); len(problems) > 0 {
			return nil, problems
		}
		if r := find(a, id); r != nil {
			t.world.found.put(place, start)
			return r, nil
		}
	}
	if check.Total(first) > walkLimit {
		t.Unsupported("the tenant lists more than %d resources; its list is not searched", walkLimit)
	}
	return nil, []check.Problem{{Operation: place, Expected: "a resource with id " + t.nameOf(id), Actual: "none on any page"}}
}

// found knows on which page, by its startIndex, a list last showed a new resource.
type found struct{ starts sync.Map }

func (f *found) at(place string) int {
	start, _ := f.starts.Load(place)
	n, _ := start.(int)
	return n
}

func (f *found) put(place string, start int) { f.starts.Store(place, start) }

// lastPage is the startIndex of the last page of a list.
func lastPage(total int) int { return (total-1)/importPage*importPage + 1 }

// importPage is Okta's page size: it asks for 1–100, 101–200 and so on.
const importPage = 100

func find(a okta.Answer, id string) okta.Resource {
	list, _ := a.List()
	for _, r := range list {
		if r.ID() == id {
			return r
		}
	}
	return nil
}

func (t *T) nameOf(id string) string {
	if n := t.names[id]; n != "" {
		return id + " (" + n + ")"
	}
	return id
}

// View names a place where a user can be seen.
type View string

// The places where the effect of a write must show.
const (
	ViewByID   View = "by id"
	ViewLookup View = "by lookup"
	ViewList   View = "in the list"
)

// allViews are all of them.
var allViews = []View{ViewByID, ViewLookup, ViewList}

// See reports whether a user, read afresh from each view, satisfies want;
// operation names what was written. userName is what the lookup asks for.
func (t *T) See(operation, id, userName string, views []View, want func(okta.Resource) []check.Problem) {
	t.see(views, operation, want, map[View]func() (okta.Resource, []check.Problem){
		ViewByID:   func() (okta.Resource, []check.Problem) { return t.ByID(id) },
		ViewLookup: func() (okta.Resource, []check.Problem) { return t.ByLookup(userName, id) },
		ViewList:   func() (okta.Resource, []check.Problem) { return t.InList(id) },
	}, map[View]string{ViewByID: "GET /Users/{id}", ViewLookup: "GET /Users?filter", ViewList: "GET /Users (import)"})
}

// SeeGroup is See for a group.
func (t *T) SeeGroup(operation, id, displayName string, views []View, want func(okta.Resource) []check.Problem) {
	t.see(views, operation, want, map[View]func() (okta.Resource, []check.Problem){
		ViewByID:   func() (okta.Resource, []check.Problem) { return t.GroupByID(id) },
		ViewLookup: func() (okta.Resource, []check.Problem) { return t.GroupByLookup(displayName, id) },
		ViewList:   func() (okta.Resource, []check.Problem) { return t.GroupInList(id) },
	}, map[View]string{ViewByID: "GET /Groups/{id}", ViewLookup: "GET /Groups?filter", ViewList: "GET /Groups (import)"})
}

func (t *T) see(views []View, operation string, want func(okta.Resource) []check.Problem,
	reads map[View]func() (okta.Resource, []check.Problem), places map[View]string) {
	for _, v := range views {
		t.Eventually(operation+" "+string(v), func() []check.Problem {
			r, problems := reads[v]()
			if len(problems) > 0 {
				return problems
			}
			found := want(r)
			if v != ViewByID {
				found = ofShown(r, found)
			}
			return check.In(places[v], found...)
		})
	}
}

// ofShown leaves out problems of memberships that a lookup or a list does not
// show at all, which is legal, whatever a read by id shows.
func ofShown(r okta.Resource, problems []check.Problem) []check.Problem {
	return slices.DeleteFunc(problems, func(p check.Problem) bool {
		_, shown := r[p.Place]
		return !shown && (p.Place == "groups" || p.Place == "members")
	})
}
