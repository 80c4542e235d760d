using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Access.Logging;
using Adit.Access.Policies;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Logging;

/// <summary>What of a decision becomes a row.</summary>
public sealed class DecisionLogTests : IAuthority
{
    private readonly List<AccessLogEntry> _rows = [];
    private readonly DecisionLog _log;
    private readonly IAuthority _logged;
    private AccessReply _reply = new AccessReply.Reject(AccessReason.WrongCredentials, 7, 691, MayRetry: true);
    private Decision? _decision;

    public DecisionLogTests()
    {
        _log = new DecisionLog(new VirtualTime(), _rows.Add);
        _logged = _log.Over(this);
    }

    [Fact]
    public async Task A_refusal_is_a_row_with_its_reason_and_what_was_sent()
    {
        await _logged.DecideAsync(Request(), default);

        var row = Assert.Single(_rows);
        Assert.Equal((AccessLogKind.Denied, "NPS-016", 16), (row.Kind, row.Code, row.Reason));
        Assert.Equal(("EXAMPLE\\alice", "gw", "192.0.2.1", "s-1"), (row.UserName, row.Client, row.CallingStationId, row.SessionId));
        Assert.Equal(("E=691 R=1", "198.51.100.1", "1"), (row.Attributes["MS-CHAP-Error"], row.Attributes["Called-Station-ID"], row.Attributes["Authentication-Type"]));
    }

    [Fact]
    public async Task An_entry_is_a_row_with_the_account_and_what_it_was_given()
    {
        _reply = new AccessReply.Accept("alice", 0, null, SessionKeys.NotGenerated)
        {
            FramedIpAddress = new Ipv4Address(0x0a000002), SessionTimeout = TimeSpan.FromHours(8),
        };

        await _logged.DecideAsync(Request(), default);

        var row = Assert.Single(_rows);
        Assert.Equal((AccessLogKind.Granted, "", "alice"), (row.Kind, row.Code, row.Account));
        Assert.Equal(("10.0.0.2", "28800"), (row.Attributes["Framed-IP-Address"], row.Attributes["Session-Timeout"]));
    }

    [Fact]
    public async Task What_was_decided_further_inside_is_in_the_row()
    {
        _decision = new Decision
        {
            Account = "alice", ConnectionPolicy = "all", NetworkPolicy = "staff", RemoteGroup = "corporate",
            AuthenticationType = AuthenticationType.Eap, EapMethod = EapType.MsChapV2,
        };

        await _logged.DecideAsync(Request(), default);

        var row = Assert.Single(_rows);
        Assert.Equal(("alice", "all", "staff"), (row.Account, row.ConnectionPolicy, row.NetworkPolicy));
        Assert.Equal(("5", "MsChapV2", "2", "corporate"), (row.Attributes["Authentication-Type"], row.Attributes["EAP-Friendly-Name"], row.Attributes["Provider-Type"], row.Attributes["Provider-Name"]));
    }

    [Fact]
    public async Task A_lock_is_a_row_behind_the_refusal_and_its_end_one_before_the_next()
    {
        _decision = new Decision { Account = "alice", HasLocked = true };
        await _logged.DecideAsync(Request(), default);
        _decision = new Decision { Account = "alice", HasUnlocked = true };
        await _logged.DecideAsync(Request(), default);
        Assert.True(AccountName.TryParse("alice", out var alice));
        _log.RecordUnlock(alice, "root");

        Assert.Equal(
            [AccessLogKind.Denied, AccessLogKind.Locked, AccessLogKind.Unlocked, AccessLogKind.Denied, AccessLogKind.Unlocked],
            _rows.Select(row => row.Kind));
        Assert.Equal(("alice", "NPS-036", "192.0.2.1"), (_rows[1].Account, _rows[1].Code, _rows[1].CallingStationId));
        Assert.Equal(("alice", "root"), (_rows[^1].Account, _rows[^1].Attributes["Unlocked-By"]));
    }

    [Fact]
    public async Task The_steps_of_a_conversation_are_no_rows()
    {
        _reply = new AccessReply.Challenge(new byte[4], new byte[16]);

        await _logged.DecideAsync(Request(), default);

        Assert.Empty(_rows);
    }

    [Fact]
    public async Task A_report_is_a_row_with_what_it_counts()
    {
        await _logged.AccountAsync(
            new AccountingRequest(AccountingStatus.Stop, "s-1", "alice", "gw", "192.0.2.1") { InputOctets = 5, TerminateCause = TerminateCause.UserRequest }, default);

        var row = Assert.Single(_rows);
        Assert.Equal((AccessLogKind.Accounting, "2", "5", "1"), (row.Kind, row.Attributes["Acct-Status-Type"], row.Attributes["Acct-Input-Octets"], row.Attributes["Acct-Terminate-Cause"]));
    }

    [Fact]
    public async Task No_row_holds_a_password_and_none_is_longer_than_it_may_be()
    {
        await _logged.DecideAsync(Request(new string('x', 700)), default);

        var row = Assert.Single(_rows);
        Assert.Equal(AccessLogEntry.MaxTextLength, row.UserName.Length);
        Assert.DoesNotContain(row.Attributes.Values, value => value.Contains("open sesame", StringComparison.Ordinal));
    }

    async ValueTask<AccessReply> IAuthority.DecideAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (_decision is not null)
            _log.Record(request, _decision);
        return _reply;
    }

    ValueTask IAuthority.AccountAsync(AccountingRequest request, CancellationToken cancellationToken) => default;

    private static AccessRequest Request(string userName = "EXAMPLE\\alice") =>
        new(new AccessCredentials.Pap(userName, "open sesame"u8.ToArray()), "s-1", "gw", "192.0.2.1", CorrelationId: null)
        {
            Attributes = AccessAttributes.OfTunnel with { CalledStationId = "198.51.100.1" },
        };
}
