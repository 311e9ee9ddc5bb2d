package legal_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func accessScenes() map[string]scene {
	access := func(o *provider.Options) { o.Access = true }
	post := func(c *scimtest.Client, path, body string) (int, string) {
		w := httptest.NewRecorder()
		c.Server.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
		return w.Code, w.Body.String()
	}
	const who = `{"userName": "a", "password": "Secret-1"}`
	password := provider.Object{"password": "Secret-1"}
	return map[string]scene{
		"access-closes-late": {usual: 401, unusual: 200, options: access, see: func(c *scimtest.Client) any {
			c.Activate(c.User("a", password), false)
			code, _ := post(c, "/access/sign-in", who)
			return code
		}},
		"access-sessions-only": {usual: 200, unusual: 404, options: access, see: func(c *scimtest.Client) any {
			c.User("a", password)
			time.Sleep(time.Second)
			code, _ := post(c, "/access/tokens", who)
			return code
		}},
	}
}
