using System.Reflection;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>The name and version of the generator, as generated code states them.</summary>
internal static class Tool
{
    /// <summary>The version of the package, without the revision of its sources.</summary>
    public static readonly string Version = typeof(Tool).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>().InformationalVersion.Split('+')[0];

    /// <summary>The attribute of generated members.</summary>
    public static readonly string Attribute =
        $"[global::System.CodeDom.Compiler.GeneratedCode({Names.Quoted(GeneratedNames.ToolName)}, {Names.Quoted(Version)})]";
}
