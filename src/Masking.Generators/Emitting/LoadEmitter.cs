using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints <c>Load</c>, which creates a policy from a model file.</summary>
internal static class LoadEmitter
{
    public static string Emit(PolicyModel policy)
    {
        string signature = $"public static {policy.Type} {GeneratedNames.Load}(string path)";
        string load = $"{TypeNames.CompilerServices}ModelLoader.Load(new {policy.Type}(), {GeneratedNames.Declaration}, path)";
        return !policy.CanBeCreated ? "" : Code.Of($$"""
            /// <summary>Creates a policy with the values in a file that <c>Save</c> wrote.</summary>
            /// <param name="path">The path of the file.</param>
            /// <exception cref="{{TypeNames.Masking}}ModelMismatchException">The file belongs to another declaration.</exception>
            /// <exception cref="{{TypeNames.Masking}}ModelFileException">The file is damaged, or is not a model file.</exception>
            {{Doc.LoadException}}
            {{Tool.Attribute}}
            {{signature}} =>
                {{(policy.IsValid ? load : Names.Invalid)}};
            """);
    }
}
