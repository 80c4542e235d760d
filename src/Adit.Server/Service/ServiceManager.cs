using System.Diagnostics;
using System.Net.Sockets;

namespace Adit.Server.Service;

/// <summary>
/// Tells systemd how the server does (sd_notify(3), <c>Type=notify-reload</c>): datagrams of lines to the socket that NOTIFY_SOCKET names.
/// Where nobody wants to know, nothing is sent; a message that cannot be delivered is nobody's problem but systemd's.
/// </summary>
public sealed class ServiceManager : IDisposable
{
    private const string Variable = "NOTIFY_SOCKET";

    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;

    private ServiceManager(string? path)
    {
        if (path is not { Length: > 1 } || path[0] is not ('/' or '@'))
            return;

        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        _address = new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path); // @ stands for the NUL of an abstract name
    }

    /// <summary>Whoever started this process, as its environment says. The variable is taken out, for it is not meant for our children.</summary>
    public static ServiceManager FromEnvironment()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return new ServiceManager(path);
    }

    /// <summary>The start, or a reload, is done.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>A reload has begun; systemd compares the time, CLOCK_MONOTONIC in µs, with that of its signal.</summary>
    public void Reloading() => Send(FormattableString.Invariant(
        $"RELOADING=1\nMONOTONIC_USEC={(long)Stopwatch.GetElapsedTime(0).TotalMicroseconds}\nSTATUS=Reading the configuration again"));

    /// <summary>The end has begun.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=Telling sessions goodbye");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    internal static ServiceManager At(string? path) => new(path);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Send(string message)
    {
        try
        {
            _socket?.SendTo(System.Text.Encoding.UTF8.GetBytes(message), _address!);
        }
        catch (SocketException)
        {
            return; // it has gone
        }
    }
}
