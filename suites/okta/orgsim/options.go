package orgsim

import (
	"crypto/rsa"
	"log/slog"
	"net/http"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// Options say what an org is like from the start. Zero values get the defaults.
type Options struct {
	SCIM SCIM // where the app's accounts are; without a BaseURL nothing is provisioned and every attempt fails
	App  App

	Token         string        // the API token with all rights; default: made up, see [Org.Token]
	ReadOnlyToken string        // a second API token, whose writes are refused with 403; "" for none
	OAuth         []OAuthClient // service apps that may ask for access tokens

	People []Person
	Groups []Group

	RateLimit RateLimit
	Problems  []string         // names of [Problems] that are planted from the start
	Now       func() time.Time // default time.Now
	Logger    *slog.Logger     // one line a request and one a job, no secrets; nil: silent
}

// SCIM is the app's SCIM service, as entered in the app's provisioning tab.
type SCIM struct {
	BaseURL       string            // such as https://app.example.com/scim/v2
	Authorization string            // the whole header value, scheme included
	Dialect       okta.Dialect      // default AIW
	Transport     http.RoundTripper // default http.DefaultTransport
	Timeout       time.Duration     // for one request; default 60 s
}

// App is the app integration that is provisioned. The org has one more app, a
// bookmark without provisioning, see [Org.BookmarkID].
type App struct {
	Label    string            // default "SCIM app"
	UserName string            // Okta expression that gives the app's userName; default user.login
	Mapping  map[string]string // app attribute → Okta expression; nil: [DefaultMapping]
}

// DefaultMapping is what a new custom SCIM app maps, as far as the simulator
// knows the attributes. userName is no part of it: it is set in Sign On settings.
func DefaultMapping() map[string]string {
	return map[string]string{
		"givenName": "user.firstName", "familyName": "user.lastName", "email": "user.email",
		"displayName": "user.displayName", "title": "user.title", "locale": "user.locale",
		"department": "user.department",
	}
}

// Person is somebody in the org.
type Person struct {
	Login       string // unique, an e-mail address
	FirstName   string
	LastName    string
	DisplayName string
	Email       string            // default: Login
	More        map[string]string // further attributes of Okta's user profile: title, department, locale …
	Staged      bool              // made, but not activated
	Assigned    bool              // assigned to the app directly
}

// Group is a group of the org.
type Group struct {
	Name     string
	Members  []string // logins
	Assigned bool     // assigned to the app, and with it each member
	Pushed   bool     // has an active group push mapping
}

// OAuthClient is a service app that authenticates with a private key
// (client_credentials with private_key_jwt).
type OAuthClient struct {
	ID     string
	KeyID  string // "" accepts any kid
	Key    *rsa.PublicKey
	Scopes []string // granted, such as okta.users.read
}

// RateLimit bounds the requests to the Management API.
type RateLimit struct {
	Limit  int           // requests per window; default 600
	Window time.Duration // default one minute
}

func (o Options) withDefaults() Options {
	def(&o.App.Label, "SCIM app")
	def(&o.App.UserName, "user.login")
	def(&o.RateLimit.Limit, 600)
	def(&o.RateLimit.Window, time.Minute)
	def(&o.SCIM.Dialect, okta.AIW)
	if o.App.Mapping == nil {
		o.App.Mapping = DefaultMapping()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

func def[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}
