package org

import (
	"time"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

func appOf(a *sdk.Application) App {
	return App{ID: a.Id, Name: a.Name, Label: a.Label, Status: a.Status, Features: a.Features}
}

func featureOf(f *sdk.ApplicationFeature) Feature {
	out := Feature{Name: f.Name, Status: f.Status}
	if f.Capabilities == nil {
		return out
	}
	if c := f.Capabilities.Create; c != nil && c.LifecycleCreate != nil {
		out.Create = c.LifecycleCreate.Status
	}
	if u := f.Capabilities.Update; u != nil {
		if u.Profile != nil {
			out.Update = u.Profile.Status
		}
		if u.LifecycleDeactivate != nil {
			out.Deactivate = u.LifecycleDeactivate.Status
		}
		if u.Password != nil {
			out.Password = u.Password.Status
		}
	}
	return out
}

func userOf(u *sdk.User) User {
	out := User{ID: u.Id, Status: u.Status}
	if u.Profile == nil {
		return out
	}
	text := func(name string) string { s, _ := (*u.Profile)[name].(string); return s }
	out.Login, out.Email = text("login"), text("email")
	out.FirstName, out.LastName, out.DisplayName = text("firstName"), text("lastName"), text("displayName")
	return out
}

// profileOf is the SDK's profile of a person.
func (u User) profile() *sdk.UserProfile {
	return &sdk.UserProfile{"login": u.Login, "email": u.Email, "firstName": u.FirstName, "lastName": u.LastName, "displayName": u.DisplayName}
}

func appUserOf(u *sdk.AppUser) AppUser {
	out := AppUser{ID: u.Id, ExternalID: u.ExternalId, Scope: u.Scope, Status: u.Status, SyncState: u.SyncState, LastSync: timeOf(u.LastSync)}
	out.Profile, _ = u.Profile.(map[string]any)
	if u.Credentials != nil {
		out.UserName = u.Credentials.UserName
	}
	return out
}

func groupOf(g *sdk.Group) Group {
	out := Group{ID: g.Id, Type: g.Type}
	if g.Profile != nil {
		out.Name = g.Profile.Name
	}
	return out
}

func profileMappingOf(m *sdk.ProfileMapping) ProfileMapping {
	out := ProfileMapping{ID: m.Id, Properties: map[string]Property{}}
	if m.Source != nil {
		out.SourceType = m.Source.Type
	}
	if m.Target != nil {
		out.TargetID = m.Target.Id
	}
	for name, p := range m.Properties {
		if p != nil {
			out.Properties[name] = Property{Expression: p.Expression, PushStatus: p.PushStatus}
		}
	}
	return out
}

func logEventOf(e *sdk.LogEvent) LogEvent {
	out := LogEvent{Published: timeOf(e.Published), Type: e.EventType, Message: e.DisplayMessage}
	if e.Outcome != nil {
		out.Outcome, out.Reason = e.Outcome.Result, e.Outcome.Reason
	}
	for _, t := range e.Target {
		if t != nil {
			out.Targets = append(out.Targets, LogTarget{ID: t.Id, Type: t.Type, Name: t.DisplayName, Alternate: t.AlternateId})
		}
	}
	return out
}

func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
