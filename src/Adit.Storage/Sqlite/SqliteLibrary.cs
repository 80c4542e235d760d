using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Adit.Storage.Sqlite;

/// <summary>Binds SQLite to the distribution's own library, so that the distribution keeps it patched. Done once per process.</summary>
internal static class SqliteLibrary
{
    private const string BoundName = "e_sqlite3";
    private const string DistributionName = "libsqlite3.so.0";

    private static readonly Lazy<bool> Loaded = new(Load);

    public static void EnsureLoaded() => _ = Loaded.Value;

    private static bool Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD); // each connection serves one thread at a time, so it needs no lock for each call
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0); // nobody asks how much memory SQLite has, and each piece of it is counted under a lock
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        !string.Equals(name, BoundName, StringComparison.Ordinal) ? nint.Zero
        : NativeLibrary.TryLoad(DistributionName, out var library) ? library
        : throw new DllNotFoundException($"the library {DistributionName} is missing; on Debian: apt install libsqlite3-0");
}
