using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Adit.Linux.Netlink;

namespace Adit.Linux.Tests.Support;

/// <summary>
/// Runs a test on a thread with a nameless network namespace of its own, in which only loopback is up. The kernel removes it, and
/// all that was made in it, with the thread and its last file: nothing can be left behind.
/// </summary>
internal static partial class OwnNetwork
{
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    public static void Run(Action test)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Assert.True(Unshare(NewNetwork) == 0, "These tests need root, for a network namespace of their own.");
                using (var links = new NetworkLinks())
                    links.SetLink("lo", up: true);
                test();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unshare(int flags);
}
