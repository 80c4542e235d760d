using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Linux.Identity;
using Adit.Linux.Netlink;
using Adit.Linux.Sockets;
using Adit.Server.Addresses.Dhcp;
using Adit.Server.Configuration;
using Adit.Server.Ipv6;
using Adit.Server.Listeners;
using Adit.Server.Network;
using Adit.Server.Radius;
using Adit.Server.Serving;
using Adit.Transport;

namespace Adit.Server.Hosting;

/// <summary>
/// Looks for what would stop the start, before anything is touched: no file, interface, rule or setting. What it cannot see is found
/// later and undone.
/// </summary>
internal static class Preflight
{
    /// <summary>Throws <see cref="StartupException"/> with the first reason not to start.</summary>
    public static void Check(UpOptions options, ServerConfiguration configuration)
    {
        StateDirectory.RefuseSecond(options.StateDirectory);
        RefuseMissingRight();
        foreach (var endPoint in configuration.Listen.Concat(configuration.PlainSstp.Listen).Concat(configuration.Metrics))
            RefuseTaken(endPoint);
        RefuseHalfPlain(configuration.PlainSstp);
        foreach (var path in configuration.PlainSstp.Certificates)
            RefuseUnreadable(path);
        foreach (var certificate in configuration.Certificates)
            RefuseUnusable(certificate);
        foreach (var filter in configuration.Filters)
            RefuseUnknownInterface(filter, configuration.Interface);
        RefuseUnknownCongestionControl(configuration.Link);
        LeasingNetwork.RefuseMissing(configuration);
        if (configuration.Leasing is { } leasing)
            DhcpPort.RefuseTaken(leasing.Interface);
        RefuseOverlap(configuration);
        RadiusClients.Of(configuration.Radius);
        Ipv6Network.RefuseImpossible(configuration);
        Ipv6Network.RefuseOverlap(configuration);
    }

    private static void RefuseMissingRight()
    {
        if (!ProcessCapabilities.Current().Has(Capability.NetAdmin))
            throw new StartupException(
                "This process may not make network interfaces: it lacks CAP_NET_ADMIN.",
                "Run as root, or as a user with the capabilities CAP_NET_ADMIN and CAP_NET_BIND_SERVICE.");
    }

    private static void RefuseOverlap(ServerConfiguration configuration)
    {
        var faults = MachineFaults.Find(configuration);
        if (faults.Count > 0)
            throw new StartupException(
                string.Join(Environment.NewLine, faults.Select(fault => $"{fault.Problem}.")),
                "Choose other addresses with 'pool:' in adit.yaml.");
    }

    private static void RefuseTaken(IPEndPoint endPoint)
    {
        try
        {
            ListeningSocket.Bind(endPoint).Dispose();
        }
        catch (SocketException e)
        {
            throw StartupProblems.OfListening(endPoint.ToString(), e);
        }
    }

    internal static void RefuseHalfPlain(PlainSstpOptions plain)
    {
        if (plain.Listen.Count > 0 && (plain.From.Prefixes.Count == 0 || plain.Certificates.Count == 0))
            throw new StartupException(
                "'plainSstp.listen' without 'from' and 'certificates' lets nobody in.",
                "Name the balancers with 'plainSstp.from', and their certificates with 'plainSstp.certificates' in adit.yaml.");
    }

    /// <summary>A filter for a name that is misspelt would filter nothing.</summary>
    internal static void RefuseUnknownInterface(FilterSettings filter, string tunnels)
    {
        using var links = new NetworkLinks();
        if (filter.Interface != tunnels && links.FindLink(filter.Interface) is null)
            throw new StartupException(
                $"There is no interface '{filter.Interface}' on this machine, so its filter would filter nothing.",
                "See them with 'ip link', and correct 'filters:' in adit.yaml.");
    }

    /// <summary>One whose module is not loaded is missing, too: to try it would load it.</summary>
    internal static void RefuseUnknownCongestionControl(LinkOptions link)
    {
        var (name, available) = (link.CongestionControl, CongestionControl.Available);
        if (name != LinkOptions.KernelsOwn && !available.Contains(name, StringComparer.Ordinal))
            throw new StartupException(
                $"This kernel has no congestion control '{name}'; it offers {string.Join(", ", available)}.",
                $"Load it with 'modprobe tcp_{name}', and name tcp_{name} in /etc/modules-load.d/adit.conf, so that it is there after the next boot; "
                    + "or correct 'link.congestionControl:' in adit.yaml.");
    }

    /// <summary>A certificate that clients would refuse. An entry of the store is looked at when the state is open.</summary>
    internal static void RefuseUnusable(CertificateSettings settings)
    {
        try
        {
            if (settings.File is { } file)
                CertificateSource.Check(settings, CertificateBundle.Read(file, settings.Key), DateTimeOffset.UtcNow);
        }
        catch (Exception e) when (e is RefusedCertificateException or CertificateFileException)
        {
            throw new StartupException(e.Message, (e as RefusedCertificateException)?.NextStep ?? "Correct the file, or 'certificates:' in adit.yaml.", e);
        }
    }

    internal static void RefuseUnreadable(string path)
    {
        try
        {
            BalancerCertificates.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupException(
                $"{path} holds no certificate that can be read: {e.Message}", "Correct 'plainSstp.certificates:' in adit.yaml, or the file.", e);
        }
    }
}
