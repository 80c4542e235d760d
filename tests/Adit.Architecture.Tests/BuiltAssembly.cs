using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Adit.Architecture.Tests;

/// <summary>One of our assemblies as the compiler left it, read without being loaded.</summary>
internal sealed class BuiltAssembly
{
    private const string Ours = "Adit.";

    private readonly MetadataReader _metadata;

    private BuiltAssembly(string project, MetadataReader metadata) => (Project, _metadata) = (project, metadata);

    public string Project { get; }

    /// <summary>Names of every assembly that the code of this one uses.</summary>
    public IEnumerable<string> References => _metadata.AssemblyReferences
        .Select(handle => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name));

    /// <summary>Our own among <see cref="References"/>.</summary>
    public IEnumerable<string> ProjectReferences => References.Where(name => name.StartsWith(Ours, StringComparison.Ordinal));

    /// <summary>Methods that call native code, however they were declared.</summary>
    public IEnumerable<string> NativeMethods => _metadata.MethodDefinitions
        .Select(_metadata.GetMethodDefinition)
        .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        .Select(method => _metadata.GetString(method.Name));

    /// <summary>The namespaces of another assembly whose types the code uses.</summary>
    public IEnumerable<string> NamespacesUsedOf(string assembly) => _metadata.TypeReferences
        .Select(_metadata.GetTypeReference)
        .Where(type => string.Equals(NameOfScope(type), assembly, StringComparison.Ordinal))
        .Select(type => _metadata.GetString(type.Namespace))
        .Distinct(StringComparer.Ordinal);

    public static BuiltAssembly Of(string project)
    {
        var file = project is Layout.Cli ? "adit.dll" : $"{project}.dll";
        var image = ReadWhole(Path.Combine(AppContext.BaseDirectory, file));
        return new BuiltAssembly(project, image.GetMetadataReader());
    }

    // Read whole, so that nothing has to be kept open.
    private static PEReader ReadWhole(string path) => new([.. File.ReadAllBytes(path)]);

    private string? NameOfScope(TypeReference type) => type.ResolutionScope.Kind == HandleKind.AssemblyReference
        ? _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
        : null;
}
