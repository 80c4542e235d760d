using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Adit.Cli.Events;

/// <summary>The machine's log (syslog, or journald in its place), where there is one; otherwise nothing.</summary>
internal sealed class SystemLog(string path)
{
    /// <summary>Where syslog listens.</summary>
    public const string DefaultPath = "/dev/log";

    private const int Daemon = 3 << 3; // the facility (RFC 5424 §6.2.1)
    private const int Error = 3;
    private const int Information = 6;

    /// <summary>Writes a line; never waits.</summary>
    public void Write(ClientEvent happened)
    {
        try
        {
            if (!File.Exists(path))
                return;

            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            var severity = happened.Event is ClientEvent.Failed ? Error : Information;
            socket.SendTo(
                Encoding.UTF8.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"<{Daemon | severity}>adit[{Environment.ProcessId}]: {happened.Message}")),
                new UnixDomainSocketEndPoint(path));
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            // a log that is full or away: the connection matters more
        }
    }
}
