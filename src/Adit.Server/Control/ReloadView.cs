namespace Adit.Server.Control;

/// <summary>What a reload changed.</summary>
/// <param name="File">The file that was read.</param>
/// <param name="Changes">The keys whose value in the file is not the one in force before, in the order of the documentation.</param>
public sealed record ReloadView(string File, IReadOnlyList<ChangeView> Changes);

/// <summary>A key that changed.</summary>
/// <param name="Key">The key with its groups: <c>limits.sessions</c>.</param>
/// <param name="Old">What was in force.</param>
/// <param name="New">What the file says now.</param>
/// <param name="AtNextStart">Whether the server keeps the old value until it is started again.</param>
public sealed record ChangeView(string Key, string Old, string New, bool AtNextStart);
