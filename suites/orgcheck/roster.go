package orgcheck

import (
	"context"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/roster"
)

// Roster reads who takes part in a pilot from the org: everybody who is
// assigned to the app, with the actively pushed groups, and the members of these
// groups who are not assigned. It sends nothing but GET.
func Roster(ctx context.Context, client *org.Client, appID string) ([]roster.Person, error) {
	if _, err := client.App(ctx, appID); err != nil {
		return nil, err
	}
	assigned, err := client.AppUsers(ctx, appID)
	if err != nil {
		return nil, err
	}
	people := map[string]*roster.Person{} // by the id in the org
	for _, u := range assigned {
		people[u.ID] = &roster.Person{UserName: u.UserName, Email: attribute(u, "email"), GivenName: attribute(u, "givenName", "firstName"),
			FamilyName: attribute(u, "familyName", "lastName"), Status: roster.Assigned}
	}
	mappings, err := client.PushMappings(ctx, appID)
	if err != nil && org.Status(err) != 400 && org.Status(err) != 404 { // the app does not push groups
		return nil, err
	}
	for _, m := range mappings {
		if m.Status != org.PushActive {
			continue
		}
		if err := addMembers(ctx, client, m.SourceGroupID, people); err != nil {
			return nil, err
		}
	}
	out := make([]roster.Person, 0, len(people))
	for _, p := range people {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b roster.Person) int { return strings.Compare(a.UserName, b.UserName) })
	return out, nil
}

// addMembers enters the members of a pushed group.
func addMembers(ctx context.Context, client *org.Client, groupID string, people map[string]*roster.Person) error {
	group, err := client.Group(ctx, groupID)
	if err != nil {
		return err
	}
	members, err := client.GroupUsers(ctx, groupID)
	if err != nil {
		return err
	}
	for _, u := range members {
		p := people[u.ID]
		if p == nil {
			p = &roster.Person{UserName: u.Login, Status: roster.NotAssigned}
			people[u.ID] = p
		}
		p.Groups = append(p.Groups, group.Name)
		p.Email, p.GivenName, p.FamilyName = either(p.Email, u.Email), either(p.GivenName, u.FirstName), either(p.FamilyName, u.LastName)
	}
	return nil
}

// attribute is the first of these attributes that the app user's profile has.
func attribute(u org.AppUser, names ...string) string {
	for _, name := range names {
		if text, _ := u.Profile[name].(string); text != "" {
			return text
		}
	}
	return ""
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
