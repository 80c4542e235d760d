using System.Diagnostics;
using System.Net;

namespace Adit.Client.Doctor;

/// <summary>Looks whether a TCP port is open, refused or silent. Nothing is said over a connection that comes about.</summary>
internal static class PortProbe
{
    public static async Task<PortSight> RunAsync(IPAddress address, int port, TimeSpan time, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        try
        {
            using var socket = await Dialer.DialAsync([address], address.ToString(), port, time, cancellation);
            return new PortSight(address, port, null, since.Elapsed);
        }
        catch (ConnectException e)
        {
            return new PortSight(address, port, (ClientFailure)e.Failure, since.Elapsed);
        }
    }
}

/// <summary>How a port stands.</summary>
/// <param name="Address">Whose.</param>
/// <param name="Port">Which.</param>
/// <param name="Failure">Why there is no connection; null where there is one.</param>
/// <param name="Time">How long that took.</param>
internal sealed record PortSight(IPAddress Address, int Port, ClientFailure? Failure, TimeSpan Time)
{
    public bool IsOpen => Failure is null;

    /// <summary>Whether a machine is there: it took the connection or refused it.</summary>
    public bool IsAnswered => Failure is null or ClientFailure.ConnectionRefused;

    public string Word => Failure switch
    {
        null => "open",
        ClientFailure.ConnectionRefused => "refused",
        ClientFailure.NetworkUnreachable => "no way there",
        _ => "silent",
    };

    public override string ToString() => FormattableString.Invariant($"{new IPEndPoint(Address, Port)} {Word} after {Time.TotalMilliseconds:0} ms");
}
