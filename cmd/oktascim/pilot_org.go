package main

import (
	"context"

	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/pilot"
)

// orgRoster is a live org as a pilot reads it.
type orgRoster struct {
	client *org.Client
	app    string
}

func (o orgRoster) People(ctx context.Context) ([]pilot.OrgPerson, error) {
	users, err := o.client.AppUsers(ctx, o.app)
	if err != nil {
		return nil, err
	}
	out := make([]pilot.OrgPerson, 0, len(users))
	for _, u := range users {
		text := func(name string) string { s, _ := u.Profile[name].(string); return s }
		out = append(out, pilot.OrgPerson{ID: u.ID, UserName: first(u.UserName, text("userName")),
			GivenName: text("givenName"), FamilyName: text("familyName"), Email: text("email"),
			Left: u.Status == "DEPROVISIONED" || u.Status == "INACTIVE"})
	}
	return out, nil
}

func (o orgRoster) Groups(ctx context.Context) ([]pilot.OrgGroup, error) {
	pushed, err := o.client.PushMappings(ctx, o.app)
	if err != nil {
		return nil, err
	}
	var out []pilot.OrgGroup
	for _, m := range pushed {
		g, err := o.client.Group(ctx, m.SourceGroupID)
		if err != nil {
			return nil, err
		}
		out = append(out, pilot.OrgGroup{ID: g.ID, Name: g.Name})
	}
	if len(out) > 0 {
		return out, nil
	}
	assigned, err := o.client.AppGroups(ctx, o.app)
	for _, g := range assigned {
		out = append(out, pilot.OrgGroup{ID: g.ID, Name: g.Name})
	}
	return out, err
}

func (o orgRoster) Members(ctx context.Context, groupID string) ([]pilot.OrgPerson, error) {
	users, err := o.client.GroupUsers(ctx, groupID)
	out := make([]pilot.OrgPerson, 0, len(users))
	for _, u := range users {
		out = append(out, pilot.OrgPerson{ID: u.ID, UserName: u.Login, GivenName: u.FirstName, FamilyName: u.LastName,
			Email: u.Email})
	}
	return out, err
}
