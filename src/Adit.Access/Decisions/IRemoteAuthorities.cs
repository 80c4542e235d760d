namespace Adit.Access.Decisions;

/// <summary>The authorities on other machines that requests can be passed on to, by the name of their group. Any thread may call.</summary>
public interface IRemoteAuthorities
{
    /// <summary>
    /// The group of this name; null where the configuration in force has none. To be asked again for each request, since a reload changes
    /// what it finds. What it answers says nothing of our own accounts, and its accounting takes reports without waiting for anybody.
    /// </summary>
    IAuthority? Find(string group);
}
