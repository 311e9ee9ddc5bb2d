package provider

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// A Way is a way into the app itself, beside SCIM.
type Way string

// The ways. Signing in gives a session, POST /access/tokens with the same body a token of each of the other kinds.
const (
	WaySignIn  Way = "sign-in" // POST /access/sign-in {"userName", "password"}
	WaySession Way = "session" // GET /access/me
	WayRefresh Way = "refresh" // POST /access/refresh {"refresh_token"}
	WayAPI     Way = "api"     // GET /access/api
	WayGroup   Way = "group"   // GET /access/groups?name=…, for members
)

// Grant is a credential that a user got.
type Grant struct {
	Tenant, User string // User is an id
	Way          Way
	Issued       time.Time
}

// gatekeeper is the part of the app that lets users in. It is there to show what must end with a deactivation; a real app
// would use a library for sessions and hash passwords slowly.
type gatekeeper struct {
	mu        sync.Mutex
	passwords map[string][sha256.Size]byte // by tenant and id
	grants    map[[sha256.Size]byte]Grant
	left      map[string]time.Time // when the user was deactivated last
}

// reset forgets everything.
func (g *gatekeeper) reset() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.passwords, g.grants, g.left = map[string][sha256.Size]byte{}, map[[sha256.Size]byte]Grant{}, map[string]time.Time{}
}

// watch makes the gatekeeper learn of passwords and deactivations.
func (g *gatekeeper) watch(b *Behaviors) {
	next := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		key := rq.Tenant + " " + after.ID
		password := scim.Text(rq.Body, "password")
		g.mu.Lock()
		if password != "" {
			g.passwords[key] = sha256.Sum256([]byte(password))
		}
		if before.Active() && !after.Active() {
			g.left[key] = rq.Time
		}
		g.mu.Unlock()
		return next(rq, tx, before, after)
	}
}

// admit lets an active user in with what was given since the latest deactivation.
func admit(_ *Request, user *Resource, g Grant, left time.Time) bool {
	return user.Active() && !g.Issued.Before(left)
}

// serveAccess answers the endpoints below /access/. They are not SCIM.
func serveAccess(w http.ResponseWriter, rq *Request) {
	g := rq.Server.access
	body := Object{}
	_ = json.NewDecoder(http.MaxBytesReader(w, rq.HTTP.Body, 1<<16)).Decode(&body) // a body that is none has no credential
	answer := func(status int, o Object) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(o)
	}
	bearer := strings.TrimPrefix(rq.HTTP.Header.Get("Authorization"), "Bearer ")
	in := false
	switch path := strings.TrimPrefix(rq.HTTP.URL.Path, "/access/"); path {
	case "sign-in", "tokens":
		ways := map[string]Way{"session": WaySession}
		if path == "tokens" {
			if ways = map[string]Way{"refresh_token": WayRefresh, "api_token": WayAPI}; !rq.Do.Offers(WayAPI) {
				answer(http.StatusNotFound, Object{"error": "there are no tokens"})
				return
			}
		}
		if made := g.signIn(rq, scim.Text(body, "userName"), scim.Text(body, "password"), ways); made != nil {
			answer(http.StatusOK, made)
			return
		}
	case "me":
		in = g.lets(rq, bearer, WaySession)
	case "refresh":
		in = g.lets(rq, scim.Text(body, "refresh_token"), WayRefresh)
	case "api":
		in = g.lets(rq, bearer, WayAPI)
	case "groups":
		in = g.lets(rq, bearer, WaySession) && g.isMember(rq, bearer, rq.HTTP.URL.Query().Get("name"))
	default:
		answer(http.StatusNotFound, Object{"error": "there is nothing here"})
		return
	}
	if in {
		answer(http.StatusOK, Object{"in": true})
	} else {
		answer(http.StatusUnauthorized, Object{"error": "sign in first"})
	}
}

// signIn gives credentials to a user whose password is right; nil for none.
func (g *gatekeeper) signIn(rq *Request, userName, password string, ways map[string]Way) Object {
	for _, rq.Tenant = range rq.Server.Tenants() {
		user := find(rq, func(tx Tx) *Resource {
			key, _ := KeyFor("userName", userName)
			for _, r := range tx.Find(KindUser, key) {
				return r
			}
			return nil
		})
		if user == nil {
			continue
		}
		g.mu.Lock()
		known, has := g.passwords[rq.Tenant+" "+user.ID]
		left := g.left[rq.Tenant+" "+user.ID]
		g.mu.Unlock()
		sum := sha256.Sum256([]byte(password))
		grant := Grant{Tenant: rq.Tenant, User: user.ID, Way: WaySignIn, Issued: rq.Time}
		if !has || subtle.ConstantTimeCompare(known[:], sum[:]) != 1 || !rq.Do.Admit(rq, user, grant, left) {
			return nil
		}
		made := Object{}
		for name, way := range ways {
			secret := rand.Text()
			made[name] = secret
			g.mu.Lock()
			grant.Way = way
			g.grants[sha256.Sum256([]byte(secret))] = grant
			g.mu.Unlock()
		}
		return made
	}
	return nil
}

// lets reports whether a credential opens a way now.
func (g *gatekeeper) lets(rq *Request, secret string, way Way) bool {
	g.mu.Lock()
	grant, known := g.grants[sha256.Sum256([]byte(secret))]
	left := g.left[grant.Tenant+" "+grant.User]
	g.mu.Unlock()
	rq.Tenant = grant.Tenant
	if !known || grant.Way != way {
		return false
	}
	return rq.Do.Admit(rq, find(rq, func(tx Tx) *Resource { return tx.Get(KindUser, grant.User) }), grant, left)
}

// isMember reports whether the user of a session is in a group now, through rq.Do.Opens.
func (g *gatekeeper) isMember(rq *Request, secret, name string) bool {
	g.mu.Lock()
	grant := g.grants[sha256.Sum256([]byte(secret))]
	g.mu.Unlock()
	member := false
	find(rq, func(tx Tx) *Resource {
		user := tx.Get(KindUser, grant.User)
		member = user != nil && rq.Do.Opens(rq, tx, user, name)
		return nil
	})
	return member
}

func offers(Way) bool { return true }

// opens reports whether what a group opens is open to a user.
func opens(rq *Request, tx Tx, user *Resource, group string) bool {
	for _, m := range groupsOf(rq, tx, user) {
		if scim.Fold(m.Group.Name()) == scim.Fold(group) {
			return true
		}
	}
	return false
}

func find(rq *Request, get func(Tx) *Resource) (found *Resource) {
	_ = read(rq, func(tx Tx) error { found = get(tx); return nil }) // a store that fails lets nobody in
	return found
}
