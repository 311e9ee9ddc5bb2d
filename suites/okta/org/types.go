package org

import "time"

// App is an app instance of the org (GET /api/v1/apps/{appId}).
type App struct {
	ID     string
	Name   string // of the app's kind, such as "scim2testapp_headerauth"
	Label  string // what the admin console shows
	Status string // ACTIVE, INACTIVE, DELETED
	// Features are the provisioning features that are switched on, such as
	// PUSH_NEW_USERS; not every kind of app lists them.
	Features []string
}

// Feature is one provisioning feature of an app
// (GET /api/v1/apps/{appId}/features). The four capabilities are ENABLED,
// DISABLED or "" when the org does not say.
type Feature struct {
	Name       string // USER_PROVISIONING, INBOUND_PROVISIONING
	Status     string // ENABLED, DISABLED
	Create     string // create.lifecycleCreate: Create Users
	Update     string // update.profile: Update User Attributes
	Deactivate string // update.lifecycleDeactivate: Deactivate Users
	Password   string // update.password: Sync Password
}

// UserProvisioning is the name of the feature that provisions to the app.
const UserProvisioning = "USER_PROVISIONING"

// Connection is an app's default provisioning connection
// (GET /api/v1/apps/{appId}/connections/default). Both are UNKNOWN for kinds of
// apps of which Okta's API does not tell.
type Connection struct {
	AuthScheme string // TOKEN, OAUTH2, UNKNOWN
	Status     string // ENABLED, DISABLED, UNKNOWN
}

// User is a person of the org.
type User struct {
	ID                                             string
	Status                                         string // ACTIVE, STAGED, DEPROVISIONED, SUSPENDED …
	Login, Email, FirstName, LastName, DisplayName string
}

// AppUser is a person's assignment to the app.
type AppUser struct {
	ID         string // the person's id in the org
	UserName   string // the person's name in the app
	ExternalID string // the person's id in the app; "" until provisioned
	Scope      string // USER: assigned directly; GROUP: through a group
	Status     string // ACTIVE, PROVISIONED, STAGED, DEPROVISIONED …
	SyncState  string // DISABLED, OUT_OF_SYNC, SYNCING, SYNCHRONIZED, ERROR
	LastSync   time.Time
	Profile    map[string]any // as mapped to the app
}

// Group is a group of the org.
type Group struct {
	ID, Name string
	Type     string // OKTA_GROUP, APP_GROUP, BUILT_IN
}

// PushMapping says which group of the org is pushed to which group of the app
// (GET /api/v1/apps/{appId}/group-push/mappings).
type PushMapping struct {
	ID            string
	SourceGroupID string // in the org
	TargetGroupID string // the org's own id of the app's group
	Status        string // ACTIVE, INACTIVE, ERROR
	ErrorSummary  string // of the latest push, if it failed
	LastPush      time.Time
}

// States of a push mapping.
const (
	PushActive   = "ACTIVE"
	PushInactive = "INACTIVE"
)

// ProfileMapping says how attributes of a person become attributes of the app.
type ProfileMapping struct {
	ID         string
	SourceType string // user: from the org to the app; appuser: the other way
	TargetID   string // the app's id when it maps to the app
	Properties map[string]Property
}

// Property is the mapping of one attribute of the app.
type Property struct {
	Expression string // such as user.email
	PushStatus string // PUSH: on create and update; DONT_PUSH: on create only
}

// LogEvent is an entry of the System Log.
type LogEvent struct {
	Published time.Time
	Type      string // such as application.provision.user.push
	Message   string
	Outcome   string // SUCCESS, FAILURE …
	Reason    string // of a failure; often holds the app's own words
	Targets   []LogTarget
}

// LogTarget is whom or what an event is about.
type LogTarget struct {
	ID, Type        string // Type: User, AppUser, AppInstance, UserGroup …
	Name, Alternate string // Alternate is the login or address of a person
}
