package pilot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
)

// Org is what a roster needs of a live Okta org.
type Org interface {
	// People are assigned to the app, with the profile that is mapped to it.
	People(ctx context.Context) ([]OrgPerson, error)
	// Groups are those that are pushed to the app or, while none is, those that
	// are assigned to it.
	Groups(ctx context.Context) ([]OrgGroup, error)
	// Members are the members of a group in the org.
	Members(ctx context.Context, groupID string) ([]OrgPerson, error)
}

// OrgPerson is a person of an org.
type OrgPerson struct {
	ID                                     string // in the org
	UserName, GivenName, FamilyName, Email string // in the app
	Left                                   bool   // the assignment has ended
}

// OrgGroup is a group of an org.
type OrgGroup struct{ ID, Name string }

// FromOrg makes a roster of who is assigned to an app. Members of its groups who
// are not assigned are in it as such. name says where it comes from; progress
// may be nil.
func FromOrg(ctx context.Context, o Org, name string, progress func(string)) (*roster.Roster, error) {
	if progress == nil {
		progress = func(string) {}
	}
	progress("reading the app's people from the org")
	assigned, err := o.People(ctx)
	if err != nil {
		return nil, err
	}
	groups, err := o.Groups(ctx)
	if err != nil {
		return nil, err
	}
	r := &roster.Roster{File: name, Columns: map[string]bool{roster.UserName: true, roster.GivenName: true,
		roster.FamilyName: true, roster.Email: true, roster.Groups: true}}
	at, taken := map[string]int{}, map[string]string{}
	var wrong []profile.Problem
	add := func(p OrgPerson, status roster.Status) {
		folded := strings.ToLower(p.UserName)
		if other, twice := taken[folded]; twice || p.UserName == "" {
			message := fmt.Sprintf("the people %s and %s have the same user name in the app, %s", other, p.ID, p.UserName)
			if p.UserName == "" {
				message = fmt.Sprintf("the person %s has no user name in the app", p.ID)
			}
			wrong = append(wrong, profile.Problem{Message: message,
				Fix: "repair it in Okta: the app's tab Assignments, or the mapping of the user name"})
			return
		}
		taken[folded], at[p.ID] = p.ID, len(r.People)
		r.People = append(r.People, roster.Person{UserName: p.UserName, GivenName: p.GivenName, FamilyName: p.FamilyName,
			Email: p.Email, Status: status})
	}
	for _, p := range assigned {
		status := roster.Assigned
		if p.Left {
			status = roster.Leaver
		}
		add(p, status)
	}
	for i, g := range groups {
		progress(fmt.Sprintf("reading the members of group %d of %d from the org", i+1, len(groups)))
		members, err := o.Members(ctx, g.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if _, known := at[m.ID]; !known {
				add(m, roster.NotAssigned)
			}
			if n, known := at[m.ID]; known && !slices.Contains(r.People[n].Groups, g.Name) {
				r.People[n].Groups = append(r.People[n].Groups, g.Name)
			}
		}
	}
	if len(wrong) == 0 && len(r.People) == 0 {
		wrong = append(wrong, profile.Problem{Message: "nobody is assigned to the app, and none of its groups has members",
			Fix: "assign the pilot group, or give a roster file"})
	}
	if len(wrong) > 0 {
		return nil, &profile.Error{File: name, Problems: wrong}
	}
	return r, nil
}
