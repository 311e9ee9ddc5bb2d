package org

import (
	"time"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// App is an app instance of the org (GET /api/v1/apps/{appId}).
type App struct {
	ID     string
	Label  string // what the admin console shows
	Status string // ACTIVE, INACTIVE, DELETED
	// Features are the provisioning features that are switched on, such as PUSH_NEW_USERS; not every kind of app lists
	// them.
	Features []string
}

// Feature is one provisioning feature of an app (GET /api/v1/apps/{appId}/features).
type Feature struct {
	Name         string // USER_PROVISIONING, INBOUND_PROVISIONING
	Status       string // ENABLED, DISABLED
	Capabilities struct {
		Create struct{ LifecycleCreate Setting }              // Create Users
		Update struct{ Profile, LifecycleDeactivate Setting } // Update User Attributes, Deactivate Users
	}
}

// Setting is a capability of a feature: ENABLED, DISABLED or "" when the org does not say.
type Setting struct{ Status string }

// UserProvisioning is the name of the feature that provisions to the app.
const UserProvisioning = "USER_PROVISIONING"

// Connection is an app's default provisioning connection (GET /api/v1/apps/{appId}/connections/default). Both fields
// are UNKNOWN for kinds of apps that Okta's API does not cover.
type Connection struct {
	AuthScheme string // TOKEN, OAUTH2, UNKNOWN
	Status     string // ENABLED, DISABLED, UNKNOWN
}

// User is a user of the org.
type User struct {
	ID                                             string
	Status                                         string // ACTIVE, STAGED, DEPROVISIONED, SUSPENDED …
	Login, Email, FirstName, LastName, DisplayName string
}

// AppUser is a user's assignment to the app.
type AppUser struct {
	ID         string         // the user's id in the org
	UserName   string         // the user's name in the app
	ExternalID string         // the user's id in the app; "" until provisioned
	Status     string         // ACTIVE, PROVISIONED, STAGED, DEPROVISIONED …
	SyncState  string         // DISABLED, OUT_OF_SYNC, SYNCING, SYNCHRONIZED, ERROR
	Profile    map[string]any // as mapped to the app
}

// Group is a group of the org.
type Group struct {
	ID, Name string
	Type     string // OKTA_GROUP, APP_GROUP, BUILT_IN
}

// PushMapping says which group of the org is pushed to the app (GET /api/v1/apps/{appId}/group-push/mappings).
type PushMapping struct {
	ID            string
	SourceGroupID string // in the org
	Status        string // ACTIVE, INACTIVE, ERROR
	ErrorSummary  string // of the latest push, if it failed
}

// States of a push mapping.
const (
	PushActive   = "ACTIVE"
	PushInactive = "INACTIVE"
)

// ProfileMapping says how attributes of a user become attributes of the app.
type ProfileMapping struct {
	ID         string
	Target     struct{ ID string } // the app when it maps to the app
	Properties map[string]Property
}

// Property is the mapping of one attribute of the app.
type Property struct {
	Expression string // such as user.email
	PushStatus string // PUSH: on create and update; DONT_PUSH: on create only
}

// LogEvent is an entry of the System Log.
type LogEvent struct {
	Published      time.Time
	EventType      string // such as application.provision.user.push
	DisplayMessage string
	Outcome        struct{ Reason string } // of a failure; often holds the app's own words
	Target         []LogTarget
}

// LogTarget is the subject of an event.
type LogTarget struct {
	ID, Type    string // Type: User, AppUser, AppInstance, UserGroup …
	DisplayName string
	AlternateID string // the login or address of a user
}

func userOf(u sdk.User) User {
	out := User{ID: u.Id, Status: u.Status}
	if u.Profile == nil {
		return out
	}
	text := func(name string) string { s, _ := (*u.Profile)[name].(string); return s }
	out.Login, out.Email = text("login"), text("email")
	out.FirstName, out.LastName, out.DisplayName = text("firstName"), text("lastName"), text("displayName")
	return out
}

// profile returns the SDK's profile of a user.
func (u User) profile() *sdk.UserProfile {
	return &sdk.UserProfile{"login": u.Login, "email": u.Email, "firstName": u.FirstName, "lastName": u.LastName,
		"displayName": u.DisplayName}
}

func appUserOf(u sdk.AppUser) AppUser {
	out := AppUser{ID: u.Id, ExternalID: u.ExternalId, Status: u.Status, SyncState: u.SyncState}
	out.Profile, _ = u.Profile.(map[string]any)
	if u.Credentials != nil {
		out.UserName = u.Credentials.UserName
	}
	return out
}

func groupOf(g sdk.Group) Group {
	out := Group{ID: g.Id, Type: g.Type}
	if g.Profile != nil {
		out.Name = g.Profile.Name
	}
	return out
}
