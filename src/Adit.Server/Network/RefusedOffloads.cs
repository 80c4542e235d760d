using Adit.Linux.Tun;
using Adit.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Network;

/// <summary>What this kernel does not leave to us, so that what passes the TUN costs more than it need.</summary>
internal static class RefusedOffloads
{
    /// <summary>All that there are but these.</summary>
    public static TunOffloads Of(TunOffloads agreed) => Enum.GetValues<TunOffloads>().Aggregate((all, one) => all | one) & ~agreed;

    /// <summary>Tells the log, where there are any: everything works without them, too.</summary>
    public static void Tell(ILogger logger, string device, TunOffloads agreed)
    {
        if (Of(agreed) is not TunOffloads.None and var refused)
            HostingLog.OffloadsRefused(logger, device, refused);
    }
}
