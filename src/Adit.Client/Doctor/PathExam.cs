using System.Net;
using Adit.Diagnosis.Findings;

namespace Adit.Client.Doctor;

/// <summary>Looks which ports of which of the server's addresses answer. Ping is a hint: it never is the reason for anything.</summary>
internal sealed class PathExam(PlaceOrder order)
{
    private const int MaxAddresses = 4;
    private const int HttpPort = 80;

    private ConnectionProfile Profile => order.Profile;

    /// <summary>Where the server can be reached, null for nowhere, and what is to be said.</summary>
    public async Task<(IPEndPoint? EndPoint, IReadOnlyList<Finding> Findings)> RunAsync(IReadOnlyList<IPAddress> addresses, CancellationToken cancellation)
    {
        IPAddress[] tried = [.. addresses.Take(MaxAddresses)];
        var knocking = Task.WhenAll(tried.Select(address => PortProbe.RunAsync(address, Profile.Port, order.Time, cancellation)));
        var web = Task.WhenAll(tried.Select(address => PortProbe.RunAsync(address, HttpPort, order.Time, cancellation)));
        var pinging = Task.WhenAll(tried.Select(address => PingProbe.RunAsync(address, Shorter(order.Time), cancellation)));
        var sight = new PathSight(await knocking, await web, await pinging);
        return (sight.Open is { } open ? new IPEndPoint(open.Address, open.Port) : null, [.. Judge(sight)]);
    }

    private IEnumerable<Finding> Judge(PathSight sight)
    {
        var component = FormattableString.Invariant($"port {Profile.Port}");
        if (sight.Open is null)
        {
            yield return Finding.AtClient(component, sight.Worst, sight.Describe());
            yield break;
        }

        yield return Finding.Good(component, "The port is open.", sight.DescribeMain());
        foreach (var dead in sight.Main.Where(port => !port.IsOpen))
            yield return Finding.AtClient(component, new PlaceFault.AddressDead(dead.Address.ToString(), dead.Word), state: FindingState.Warning);
        if (JudgePing(sight) is { } ping)
            yield return ping;
        yield return sight.Web.Any(port => port.IsOpen)
            ? Finding.Good("port 80", "The port is open.", sight.DescribeWeb())
            : Finding.AtClient("port 80", new PlaceFault.WebUnreachable(HttpPort, sight.Web[0].Word), sight.DescribeWeb(), FindingState.Unknown);
    }

    private static Finding? JudgePing(PathSight sight) => sight.Ping switch
    {
        true => Finding.Good("ping", "The server answers ping."),
        false => Finding.AtClient("ping", new PlaceFault.PingUnanswered(sight.Open!.Address.ToString()),
            "ping inconclusive: no answer to it, and the port answers", FindingState.Unknown),
        null => Finding.Unknown("ping", "This process may not send pings; nothing depends on it."),
    };

    private static TimeSpan Shorter(TimeSpan time) => time < TimeSpan.FromSeconds(1) ? time : TimeSpan.FromSeconds(1);

    /// <summary>What was seen of all addresses.</summary>
    private sealed record PathSight(PortSight[] Main, PortSight[] Web, bool?[] Pings)
    {
        public PortSight? Open => Main.FirstOrDefault(port => port.IsOpen);

        public bool? Ping => Array.Exists(Pings, ping => ping is true) ? true : Array.TrueForAll(Pings, ping => ping is null) ? null : false;

        public bool MachineAnswers => Ping is true || Array.Exists(Web, port => port.IsAnswered);

        /// <summary>A refusal tells more than silence, and silence more than a missing way.</summary>
        public ClientFailure Worst =>
            (Array.Find(Main, port => port.Failure is ClientFailure.ConnectionRefused)
                ?? Array.Find(Main, port => port.Failure is ClientFailure.ServerSilent) ?? Main[0]).Failure!;

        public string DescribeMain() => string.Join("; ", Main.AsEnumerable());

        public string DescribeWeb() => string.Join("; ", Web.AsEnumerable());

        public string Describe() => $"{DescribeMain()}; {DescribeWeb()}; ping {(Ping switch { true => "answered", false => "not answered, which says nothing", null => "not tried" })}";
    }
}
