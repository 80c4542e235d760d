using System.Net.Sockets;
using System.Text;
using Adit.Cli.Events;
using Adit.Cli.Running;
using Adit.Client;
using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Tests.Events;

/// <summary>What becomes of a connection is found under the numbers that administrators look for.</summary>
public sealed class ClientEventTests : IDisposable
{
    private static readonly ConnectionProfile _profile = new() { Host = "vpn.example.com", UserName = "anna", Trust = null! };
    private static readonly Ipv4Settings _settings = new(new(0x0a000001), new(0x0a000002), [new(0x0a000035)], []);

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-events-").FullName;
    private readonly List<ClientEvent> _events = [];
    private readonly ClientEventReport _report;

    public ClientEventTests() => _report = new ClientEventReport(new Silent(), _profile, TimeProvider.System, _events.Add);

    private ClientJournal Journal => new(Path.Combine(_folder, "log", "events.jsonl"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_connection_that_is_made_and_ended_has_the_events_of_a_Windows_client()
    {
        var correlation = Guid.NewGuid();
        _report.Connecting(correlation);
        foreach (var stage in new[] { CallStage.Connecting, CallStage.Negotiating, CallStage.Authenticating, CallStage.Authorizing, CallStage.Addressing, CallStage.Open })
            _report.Reached(stage);
        _report.Opened("adit0", _settings);
        _report.Ended(null);

        Assert.Equal([20221, 20222, 20223, 20224, 20225, 20226], _events.Select(one => one.Event));
        Assert.All(_events, one => Assert.Equal(correlation.ToString(), one.CorrelationId));
        Assert.Contains("10.0.0.2", _events[4].Message, StringComparison.Ordinal);
        Assert.Equal(631, _events[5].WindowsCode);
    }

    [Fact]
    public void A_connection_that_fails_says_so_with_the_code_of_Windows()
    {
        _report.Connecting(Guid.NewGuid());
        _report.Ended(new PppFailure.Refused(691, MayRetry: false, "\u001b[2Jno"));

        var failed = _events[^1];
        Assert.Equal((20227, 691), (failed.Event, failed.WindowsCode));
        Assert.StartsWith("Event 20227: ", failed.Message, StringComparison.Ordinal);
        Assert.Contains("the error code is 691", failed.Message, StringComparison.Ordinal);
        Assert.Equal(new FoundCode.OfWindows(new WindowsCode(691)), CodeInText.Find(failed.Message));
    }

    [Fact]
    public void A_connection_that_is_lost_and_cannot_be_made_again_has_ended_and_then_failed()
    {
        _report.Connecting(Guid.NewGuid());
        _report.Opened("adit0", _settings);
        _report.Reconnecting(new ClientFailure.EndedByServer(), TimeSpan.FromSeconds(1));
        _report.Connecting(Guid.NewGuid());
        _report.Ended(new ClientFailure.EndedByServer());

        Assert.Equal([20225, 20226, 20221, 20222, 20227], _events.Skip(2).Select(one => one.Event));
    }

    [Fact]
    public void A_user_who_gives_up_between_two_tries_ends_nothing()
    {
        _report.Connecting(Guid.NewGuid());
        _report.Opened("adit0", _settings);
        _report.Reconnecting(new ClientFailure.EndedByServer(), TimeSpan.FromSeconds(1));
        _report.Ended(null);

        Assert.Equal(20226, _events[^1].Event);
        Assert.Single(_events, one => one.Event is 20226);
    }

    [Fact]
    public void What_was_written_is_read_again_and_other_lines_are_left_out()
    {
        _report.Connecting(Guid.NewGuid());
        Journal.Write(_events[0]);
        File.AppendAllText(Path.Combine(_folder, "log", "events.jsonl"), "no event\n{\"event\":\n");
        Journal.Write(_events[1]);

        Assert.Equal(_events, Journal.Read());
    }

    [Fact]
    public void The_file_never_becomes_long()
    {
        _report.Connecting(Guid.NewGuid());
        var path = Path.Combine(_folder, "log", "events.jsonl");
        Journal.Write(_events[0]);
        File.AppendAllText(path, new string('x', 1 << 20) + "\n");

        Journal.Write(_events[1]);

        Assert.InRange(new FileInfo(path).Length, 1, 4096);
        Assert.Equal([20221, 20222], Journal.Read().Select(one => one.Event));
    }

    [Fact]
    public void A_file_that_cannot_be_written_stops_nobody()
    {
        _report.Connecting(Guid.NewGuid());
        File.WriteAllText(Path.Combine(_folder, "log"), "in the way");

        Journal.Write(_events[0]);
        new SystemLog(Path.Combine(_folder, "none")).Write(_events[0]);
    }

    [Fact]
    public void The_machines_log_gets_a_line_with_the_number()
    {
        _report.Connecting(Guid.NewGuid());
        var path = Path.Combine(_folder, "dev-log");
        using var log = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        log.Bind(new UnixDomainSocketEndPoint(path));

        new SystemLog(path).Write(_events[0]);

        var buffer = new byte[2048];
        Assert.StartsWith($"<30>adit[{Environment.ProcessId}]: Event 20221: anna", Encoding.UTF8.GetString(buffer, 0, log.Receive(buffer)), StringComparison.Ordinal);
    }

    private sealed class Silent : IConnectionReport
    {
        public void Connecting(Guid correlationId)
        {
        }

        public void Reached(CallStage stage)
        {
        }

        public void Opened(string device, Ipv4Settings settings)
        {
        }

        public void Ipv6Set(HostSettings settings)
        {
        }

        public void Ipv6NotSet(string reason)
        {
        }

        public void NameServersNotSet(string reason)
        {
        }

        public void LockdownChanged(LockdownChange change)
        {
        }

        public void RoutesSet(RouteReport report)
        {
        }

        public void Reconnecting(Failure failure, TimeSpan pause)
        {
        }

        public void Ended(Failure? failure)
        {
        }
    }
}
