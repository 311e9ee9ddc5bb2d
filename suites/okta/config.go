// Package okta is Okta as a SCIM client: its requests as they are on the wire,
// in both dialects and both filter encodings, and its sequences for each action
// of an admin. The facts come from Okta's SCIM 2.0 protocol reference
// (developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20), its test files
// and recorded exchanges; each shape in package fixtures names its own.
package okta

import (
	"context"
	"net/http"
	"time"

	"github.com/oktascim/oktascim/fixtures"
)

// Dialect is one of the two ways in which Okta writes updates.
type Dialect string

// The dialects.
const (
	AIW Dialect = "aiw" // custom app made with the App Integration Wizard: PUT for everything
	OIN Dialect = "oin" // catalog app or SCIM template: PATCH for active, password and groups
	// Mixed is documented and was never recorded: users as AIW, groups as OIN. Results are labeled with what they are about.
	Mixed Dialect = "mixed"
)

// Users returns how the dialect writes users: AIW or OIN.
func (d Dialect) Users() Dialect {
	if d == Mixed {
		return AIW
	}
	return d
}

// Groups returns how the dialect writes groups: AIW or OIN.
func (d Dialect) Groups() Dialect {
	if d == Mixed {
		return OIN
	}
	return d
}

// Config says whom a Client talks to and how. Zero values get the defaults.
type Config struct {
	BaseURL       string            // of the SCIM service, such as https://app.example.com/scim/v2; its query, if any, is sent first
	Authorization string            // the whole header value, scheme included; "" sends none
	Transport     http.RoundTripper // default http.DefaultTransport
	Dialect       Dialect           // default AIW
	Encoding      FilterEncoding    // default Alternating
	Timeout       time.Duration     // for one request and its answer; default 60 s, when Okta closes the socket
	MaxBody       int64             // octets of an answer, compressed or not; default 16 MiB
	Retries429    int               // repeats after 429; default 10 as Okta, negative for none
	MaxWait       time.Duration     // the longest wait for one 429; default 60 s. A longer one is not waited for: the 429 is the answer
	Pause429      time.Duration     // the first wait for a 429 without a Retry-After that can be read, doubled each time; default 5 min as Okta
	// Again, if not nil, is asked whether a request is sent again after an answer other than 429, and after which pause. earlier are the
	// answers that it has had.
	Again   func(earlier []Answer, a Answer) (pause time.Duration, again bool)
	Gate    Gate         // is passed by every request; nil for none
	Limited func(Answer) // is told of a 429 that is not waited for any more; nil for nobody
	Batch   int          // members added or removed by one PATCH; default 100
	// ImportGroups says that Import Groups is on in Okta: the imported list tells
	// whether a group is there, and none is looked up.
	ImportGroups bool
	// Until repeats a read until it is true or the app had time enough; nil reads
	// once. Okta's steps are further apart than those of a run: it does not meet an
	// app that shows a write a little late.
	Until func(ctx context.Context, read func() bool)
	// Wait pauses before a repeat; default: a timer that ends with ctx.
	Wait func(ctx context.Context, d time.Duration) error
}

// Gate is passed by every request, repeats included. The time in it does not
// count as the request's own.
type Gate interface {
	// Enter waits for the request's turn; with an error it is not sent. The
	// request has no body: that is given apart.
	Enter(ctx context.Context, r *http.Request, body []byte) error
	// Leave is told what came of the request.
	Leave(r *http.Request, a Answer)
}

func (c Config) withDefaults() Config {
	def(&c.Transport, http.DefaultTransport)
	def(&c.Dialect, AIW)
	def(&c.Timeout, 60*time.Second)
	def(&c.MaxBody, 16<<20)
	def(&c.Retries429, 10)
	def(&c.MaxWait, 60*time.Second)
	def(&c.Pause429, 5*time.Minute)
	def(&c.Batch, 100)
	if c.Until == nil {
		c.Until = func(_ context.Context, read func() bool) { read() }
	}
	if c.Wait == nil {
		c.Wait = pause
	}
	return c
}

func def[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Vars are the values of a shape's placeholders.
type Vars = fixtures.Vars

// Client sends Okta's requests. It is safe for concurrent use.
type Client struct {
	config Config
	shapes fixtures.Shapes
	turns  *turns
	err    error // of loading the shapes; every answer carries it
}

// New gives a Client.
func New(config Config) *Client {
	shapes, err := fixtures.Okta()
	return &Client{config: config.withDefaults(), shapes: shapes, turns: &turns{next: Percent}, err: err}
}

// With gives a changed copy: another dialect, encoding, token …
func (c *Client) With(change func(*Config)) *Client {
	copied := *c
	change(&copied.config)
	copied.config = copied.config.withDefaults()
	return &copied
}

// Config gives the settings of the client, defaults filled in.
func (c *Client) Config() Config { return c.config }

// Dialect returns how the client writes users: AIW or OIN.
func (c *Client) Dialect() Dialect { return c.config.Dialect.Users() }

// GroupDialect returns how the client writes groups: AIW or OIN.
func (c *Client) GroupDialect() Dialect { return c.config.Dialect.Groups() }
