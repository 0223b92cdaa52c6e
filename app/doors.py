"""Every way in, on one page: pages, the API, live events, and what features listen for and show of each other."""

from flask import Flask
from werkzeug.routing import IntegerConverter

from app import api, live, refusals
from app.accounts import api as accounts_api
from app.accounts import jobs as accounts_jobs
from app.accounts import routes as accounts
from app.accounts import sockets as accounts_sockets
from app.accounts.session import current_actor, current_person
from app.admin import access_pages as access
from app.admin import domain_pages as domains
from app.admin import jobs as admin_jobs
from app.admin import routes as admin
from app.bookmarks import jobs as bookmarks_jobs
from app.bookmarks import parts as bookmarks_parts
from app.bookmarks import routes as bookmarks
from app.conversations import api as conversations_api
from app.conversations import parts as conversations_parts
from app.conversations import routes as conversations
from app.curated import parts as curated_parts
from app.curated import routes as curated
from app.directory import api as directory_api
from app.directory import api_organisations as organisations_api
from app.directory import links as directory_links
from app.directory import routes as directory
from app.examples import api as examples_api
from app.examples import jobs as examples_jobs
from app.examples import links as examples_links
from app.examples import routes as examples
from app.examples.exchange import jobs as examples_files
from app.files import api as files_api
from app.files import jobs as files_jobs
from app.files import links as files_links
from app.files import routes as files
from app.following import api as following_api
from app.following import parts as following_parts
from app.following import routes as following
from app.followups import links as followups_links
from app.followups import parts as followups_parts
from app.followups import routes as followups
from app.gatherings import api as gatherings_api
from app.gatherings import links as gatherings_links
from app.gatherings import routes as gatherings
from app.goals import api as goals_api
from app.goals import jobs as goals_jobs
from app.goals import links as goals_links
from app.goals import parts as goals_parts
from app.goals import routes as goals
from app.health import routes as health
from app.home import bank as home_bank
from app.home import cited as home_cited
from app.home import parts as home_parts
from app.home import routes as home
from app.indicators import api as indicators_api
from app.indicators import jobs as indicators_jobs
from app.indicators import links as indicators_links
from app.indicators import routes as indicators
from app.leaving import data_pages as own_data
from app.leaving import jobs as leaving_jobs
from app.leaving import parts as leaving_parts
from app.leaving import routes as leaving
from app.live import socketio
from app.memberships import jobs as memberships_jobs
from app.memberships import routes as memberships
from app.networks import api as networks_api
from app.networks import routes as networks
from app.permissions import allows
from app.plans import links as plans_links
from app.plans import routes as plans
from app.polls import api as polls_api
from app.polls import links as polls_links
from app.polls import routes as polls
from app.previews import jobs as previews_jobs
from app.previews import links as previews_links
from app.previews import routes as previews
from app.public import routes as public
from app.reported import jobs as reported_jobs
from app.reported import routes as reported
from app.rooms import api as rooms_api
from app.rooms import jobs as rooms_jobs
from app.rooms import links as rooms_links
from app.rooms import routes as rooms
from app.rooms import sockets as rooms_sockets
from app.scheduled import jobs as scheduled_jobs
from app.scheduled import routes as scheduled
from app.search import api as search_api
from app.search import desk_pages as search_desk
from app.search import jobs as search_jobs
from app.search import regular as search_regular
from app.search import routes as search
from app.search import saved_pages as saved_searches
from app.search import who_pages as who
from app.sso import routes as sso
from app.summaries import parts as summaries_parts
from app.summaries import routes as summaries
from config import Config

PAGES = [accounts, networks, memberships, sso, files, rooms, conversations, bookmarks, summaries, following, polls,
         followups, scheduled, goals, gatherings, examples, curated, directory, plans, indicators, reported,
         search, saved_searches, search_desk, who, home, previews, public, admin, domains, access, leaving, own_data,
         health]
API = [accounts_api, networks_api, files_api, rooms_api, conversations_api, following_api, polls_api, gatherings_api,
       examples_api, directory_api, organisations_api, indicators_api, goals_api, search_api]
# These register what they do when they are imported.
LISTENING = [accounts_jobs, accounts_sockets, memberships_jobs,
             files_jobs, files_links, rooms_jobs, rooms_sockets, rooms_links,
             directory_links, gatherings_links, examples_files, examples_jobs, examples_links,
             indicators_jobs, indicators_links,
             search_jobs, search_regular, home_bank, home_cited, home_parts, conversations_parts,
             curated_parts, following_parts, polls_links, followups_links, followups_parts, scheduled_jobs,
             previews_jobs, previews_links, plans_links,
             leaving_parts, leaving_jobs, admin_jobs, goals_jobs, goals_links, goals_parts,
             bookmarks_jobs, bookmarks_parts, summaries_parts, reported_jobs]
LARGEST_ID = 2**31 - 1


class Number(IntegerConverter):
    """A number in an address. One that no database can hold becomes the largest, which is not there."""

    def to_python(self, value: str) -> int:
        return min(int(super().to_python(value)), LARGEST_ID)


def open_all(app: Flask, config: Config) -> None:
    """Open all of them."""
    app.url_map.converters["int"] = Number
    for door in [*PAGES, *API]:
        app.register_blueprint(door.bp)
    api.init_app(app)
    refusals.init_app(app)
    app.context_processor(lambda: {"actor": current_actor(), "me": current_person(), "demo": config.demo})
    app.jinja_env.globals["may"] = allows
    socketio.on_error_default(refusals.ack)  # type: ignore[arg-type]  # it gets an Exception, never less
    live.init_app(app, config)
