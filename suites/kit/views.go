package kit

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// A view is a fresh read of one resource from one place. It gives the resource
// as seen there, or the problems of the read itself.

// ByID reads a user by id.
func (t *T) ByID(id string) (okta.Resource, []check.Problem) {
	return CheckByID(t.Okta.ReadUser(t, id), id)
}

// GroupByID reads a group by id.
func (t *T) GroupByID(id string) (okta.Resource, []check.Problem) {
	return CheckByID(t.Okta.ReadGroup(t, id), id)
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
	return FindInList(t, t.Okta.ListUsers, "GET /Users (import)", id)
}

// GroupInList finds a group in the list that a group import walks.
func (t *T) GroupInList(id string) (okta.Resource, []check.Problem) {
	return FindInList(t, t.Okta.ListGroups, "GET /Groups (import)", id)
}

func CheckByID(a okta.Answer, id string) (okta.Resource, []check.Problem) {
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

// WalkLimit is how many resources of a tenant are read to find one in its list.
const WalkLimit = 10_000

// FindInList looks first where the last one was found: new resources are at one of
// the ends. Then on the first page, on the last, and on those between.
func FindInList(t *T, page func(ctx context.Context, start, count int) okta.Answer, place, id string) (okta.Resource, []check.Problem) {
	if start := t.World.found.at(place); start > 0 {
		a := page(t, start, ImportPage)
		if end := lastPage(check.Total(a)); end > start && ResourceIn(a, id) == nil {
			a = page(t, end, ImportPage)
			start = end
		}
		if r := ResourceIn(a, id); r != nil && len(check.List(a)) == 0 {
			t.World.found.put(place, start)
			return r, nil
		}
	}
	first := page(t, 1, ImportPage)
	if problems := check.List(first); len(problems) > 0 {
		return nil, problems
	}
	if r := ResourceIn(first, id); r != nil {
		t.World.found.put(place, 1)
		return r, nil
	}
	last := lastPage(min(check.Total(first), WalkLimit))
	starts := []int{last}
	for s := ImportPage + 1; s < last; s += ImportPage {
		starts = append(starts, s)
	}
	for _, start := range starts {
		if start <= 1 {
			continue
		}
		a := page(t, start, ImportPage)
		if problems := check.List(a); len(problems) > 0 {
			return nil, problems
		}
		if r := ResourceIn(a, id); r != nil {
			t.World.found.put(place, start)
			return r, nil
		}
	}
	if check.Total(first) > WalkLimit {
		t.Unsupported("the tenant lists more than %d resources; its list is not searched", WalkLimit)
	}
	return nil, []check.Problem{{Operation: place, Expected: "a resource with id " + NameOf(t, id), Actual: "none on any page"}}
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
func lastPage(total int) int { return (total-1)/ImportPage*ImportPage + 1 }

// ImportPage is Okta's page size: it asks for 1–100, 101–200 and so on.
const ImportPage = 100

func ResourceIn(a okta.Answer, id string) okta.Resource {
	list, _ := a.List()
	for _, r := range list {
		if r.ID() == id {
			return r
		}
	}
	return nil
}

func NameOf(t *T, id string) string {
	if n := t.Names[id]; n != "" {
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

// AllViews are all of them.
var AllViews = []View{ViewByID, ViewLookup, ViewList}

// See reports whether a user, read afresh from each view, satisfies want;
// operation names what was written. userName is what the lookup asks for.
func (t *T) See(operation, id, userName string, views []View, want func(okta.Resource) []check.Problem) {
	t.see(views, operation, want, userPlaces, func(v View) (okta.Resource, []check.Problem) { return t.readUser(v, id, userName) })
}

// userPlaces and groupPlaces are the requests of the views.
var (
	userPlaces  = map[View]string{ViewByID: "GET /Users/{id}", ViewLookup: "GET /Users?filter", ViewList: "GET /Users (import)"}
	groupPlaces = map[View]string{ViewByID: "GET /Groups/{id}", ViewLookup: "GET /Groups?filter", ViewList: "GET /Groups (import)"}
)

func (t *T) readUser(v View, id, userName string) (okta.Resource, []check.Problem) {
	switch v {
	case ViewLookup:
		return t.ByLookup(userName, id)
	case ViewList:
		return t.InList(id)
	default:
		return t.ByID(id)
	}
}

func (t *T) readGroup(v View, id, displayName string) (okta.Resource, []check.Problem) {
	switch v {
	case ViewLookup:
		return t.GroupByLookup(displayName, id)
	case ViewList:
		return t.GroupInList(id)
	default:
		return t.GroupByID(id)
	}
}

// SeeGroup is See for a group.
func (t *T) SeeGroup(operation, id, displayName string, views []View, want func(okta.Resource) []check.Problem) {
	t.see(views, operation, want, groupPlaces, func(v View) (okta.Resource, []check.Problem) { return t.readGroup(v, id, displayName) })
}

func (t *T) see(views []View, operation string, want func(okta.Resource) []check.Problem, places map[View]string,
	read func(View) (okta.Resource, []check.Problem)) {
	for _, v := range views {
		t.Eventually(operation+" "+string(v), func() []check.Problem {
			r, problems := read(v)
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

// ListOneUser asks for one user, as Okta's SPEC test does.
func ListOneUser(t *T) okta.Answer { return t.Okta.Send(t, "connector-users-spec", nil) }

// ListedPerson is a person who was pushed and shows in the list, so that the
// tenant is not empty.
func ListedPerson(t *T, options ...Option) Person {
	p := t.NewUser(options...)
	t.Await(FindListedUser, "create user in the list", func() []check.Problem { _, problems := t.InList(p.ID); return problems })
	return p
}

// MustList is the page as a list; the check is blocked when it is none, which
// the checks of the list itself report.
func MustList(t *T, a okta.Answer) []okta.Resource {
	t.Require(ListUsers, check.List(a))
	list, _ := a.List()
	return list
}

// MadeByAnyRun tells whether this or another run of the tool made a resource.
func MadeByAnyRun(t *T, r okta.Resource) bool {
	prefix := strings.ToLower(t.Env().Names.Prefix()) + "-"
	for _, name := range []string{"userName", "externalId", "displayName"} {
		if strings.Contains(strings.ToLower(r.String(name)), prefix) {
			return true
		}
	}
	return false
}

// ListedGroup is a group that was pushed and shows in the list.
func (t *T) ListedGroup(members ...Person) Group {
	g := t.NewGroup(members...)
	t.Await(FindListedGroup, "create group in the list", func() []check.Problem { _, problems := t.GroupInList(g.ID); return problems })
	return g
}

// OnlyAttributes is the named attributes of a resource.
func OnlyAttributes(r okta.Resource, paths ...string) okta.Resource {
	out := okta.Resource{}
	for _, path := range paths {
		if v, ok := check.Lookup(r, path); ok {
			out.Set(v, strings.Split(path, ".")...)
		}
	}
	return out
}

// NotByEmailCheck is about apps that compare the address instead of the userName.
const NotByEmailCheck = "users.lookup.not-by-email"
