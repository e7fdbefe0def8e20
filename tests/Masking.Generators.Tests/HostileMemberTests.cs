using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Tests;

/// <summary>Generated code means the same whatever else the class, its parts and the code around it declare.</summary>
public sealed class HostileMemberTests
{
    private const string Remembering =
        "[Observation(4)] public partial MlpEncoder Globals { get; } [Core(8)] public partial GruCore Core { get; } [ActionMask] public "
            + "partial Head<bool> Jump { get; }";

    private const string Attending =
        "[EntityMask(3), AttendsTo(nameof(Boxes))] public partial AttentionEncoder Units { get; } [EntityMask(3)] public partial "
            + "AttentionEncoder Boxes { get; } "
        + "[AgentGrid(3)] public partial ConvEncoder Map { get; } [ActionMask(Over = nameof(Units))] public partial PointerHead Aim { "
        + "get; } "
        + "[ActionMask(Each = nameof(Map))] public partial Head<bool> Run { get; } [Value] public partial ValueHead Value { get; }";

    private const string Valuing =
        "[Observation(4)] public partial MlpEncoder Globals { get; } [ActionMask] public partial QHead<bool> Q { get; }";

    /// <summary>The policies whose generated code, together, calls everything that generated code can.</summary>
    public static TheoryData<string> Policies => [Declared.Members, Remembering, Attending, Valuing];

    [Theory]
    [MemberData(nameof(Policies))]
    public void WhatIsInherited_IsCalledOnTheBase(string members)
    {
        Compiled compiled = Compile.Valid(Policy(members));
        SemanticModel model = compiled.After.GetSemanticModel(compiled.Texts[0].SyntaxTree);
        INamedTypeSymbol policy = compiled.Type("Policy");
        SimpleNameSyntax[] inherited =
        [
            .. compiled
                .Texts[0]
                .SyntaxTree.GetRoot(TestContext.Current.CancellationToken)
                .DescendantNodes()
                .OfType<SimpleNameSyntax>()
                .Where(name =>
                    model.GetSymbolInfo(name).Symbol
                        is IMethodSymbol { MethodKind: not MethodKind.Constructor }
                            or IPropertySymbol
                            or IFieldSymbol
                            or INamedTypeSymbol
                )
                .Where(name => IsInherited(model.GetSymbolInfo(name).Symbol!, policy) && IsOfThePolicy(name)),
        ];

        Assert.NotEmpty(inherited);
        Assert.All(inherited, name => Assert.IsType<BaseExpressionSyntax>((name.Parent as MemberAccessExpressionSyntax)?.Expression));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void WhatIsCalledOnParts_CannotBeHidden(string members)
    {
        Compiled compiled = Compile.Valid(Policy(members));
        SemanticModel model = compiled.After.GetSemanticModel(compiled.Texts[0].SyntaxTree);
        string[] called =
        [
            .. compiled
                .Texts[0]
                .SyntaxTree.GetRoot(TestContext.Current.CancellationToken)
                .DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(access =>
                    model.GetTypeInfo(access.Expression).Type is { IsSealed: false, TypeKind: TypeKind.Class } type
                    && model.GetSymbolInfo(access.Expression).Symbol is IPropertySymbol
                    && type.ContainingNamespace.Name == "Masking"
                )
                .Select(access => access.Name.Identifier.ValueText)
                .Distinct(),
        ];

        Assert.NotEmpty(called);
        Assert.Empty(called.Except(KnownTypes.MembersCalledOnParts));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void MembersWithTheNamesOfInheritedOnes_ChangeNothing(string members)
    {
        string expected = Compile.Valid(Policy(members)).Text;
        INamedTypeSymbol policy = Compile.Valid(Policy(members)).Type("Policy");
        string[] names =
        [
            .. Bases(policy)
                .SelectMany(type => type.GetMembers())
                .Where(member =>
                    member.DeclaredAccessibility is not Accessibility.Private
                    && member
                        is IMethodSymbol { MethodKind: MethodKind.Ordinary }
                            or IPropertySymbol { IsIndexer: false }
                            or IFieldSymbol
                            or INamedTypeSymbol
                )
                .Select(member => member.Name)
                .Where(name => name is not ("forward" or "Unroll" or "Finalize"))
                .Distinct(),
        ];

        Assert.True(names.Length > 50);
        Assert.All(names, name =>
        {
            Compiled compiled = Compile.Run(Policy($"private new readonly object @{name} = 1; {members}"));
            Assert.All(compiled.Problems(), problem => Assert.Same(compiled.After.SyntaxTrees[0], problem.Location.SourceTree));
            Assert.Empty(compiled.Reported());
            Assert.Equal(expected, compiled.Text);
        });
    }

    [Fact]
    public void MethodsThatFitBetter_AreNotCalled()
    {
        const string Hostile =
            "private MlpEncoder Register(string name, MlpEncoder part) => part; private MlpCore Register(string name, MlpCore part) => "
                + "part; private Head<bool> Register(string name, Head<bool> part) => part;"
            + "private void RequireLegal(string head, TorchSharp.torch.Tensor? mask) { } private void KeepParameters(int more = 0) { }";

        Compiled compiled = Compile.Valid(Policy(Hostile + Declared.Members));
        SemanticModel model = compiled.After.GetSemanticModel(compiled.Texts[0].SyntaxTree);

        INamedTypeSymbol policy = compiled.Type("Policy");
        Assert.DoesNotContain(
            compiled
                .Texts[0]
                .SyntaxTree.GetRoot(TestContext.Current.CancellationToken)
                .DescendantNodes()
                .OfType<InvocationExpressionSyntax>()
                .Select(call => model.GetSymbolInfo(call).Symbol),
            symbol => SymbolEqualityComparer.Default.Equals(symbol?.ContainingType, policy)
        );
    }

    [Fact]
    public void UsingsAndNamespacesAround_ChangeNothing()
    {
        const string Around =
            """
            #pragma warning disable CS8981 // torch is lower-case, and meant to be.
            global using static Hostile.Methods;
            global using Observation = System.Int32;
            global using Actions = System.String;
            global using Tensor = System.Int64;
            global using Contract = System.Double;
            global using Declaration = System.Single;
            namespace Hostile
            {
                public static class Methods
                {
                    public static T Register<T>(string name, T part) => throw new System.InvalidOperationException();
                    public static void RequireLegal(string head, object? mask) { }
                    public static void KeepParameters() { }
                    public static void call(this object part, params object?[] arguments) { }
                    public static void Choose(this object part, params object?[] arguments) { }
                    extension(object part) { public int Width => 3; public void Dispose(int more = 0) { } }
                }
                namespace System
                {
                    public class Span;
                    public class IDisposable;
                    public class InvalidOperationException : global::System.Exception;
                }
                namespace TorchSharp { public class torch; }
                namespace Masking { public class Head; public class MaskedPolicy; }
            """;

        foreach (string members in new[] { Declared.Members, Remembering, Attending, Valuing })
        {
            Compile.Valid($"{Around} [global::Masking.MaskedPolicy] public sealed partial class Policy {{ {members} }} }}");
        }
    }

    /// <summary>
    /// Whether a name stands alone, or behind <c>this</c> or <c>base</c>, and not behind a part that has a member of the same name.
    /// </summary>
    private static bool IsOfThePolicy(SimpleNameSyntax name) =>
        name.Parent is not MemberAccessExpressionSyntax access || access.Name != name || access.Expression is InstanceExpressionSyntax;

    private static bool IsInherited(ISymbol symbol, INamedTypeSymbol policy) =>
        Bases(policy).Any(type => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, symbol.OriginalDefinition.ContainingType));

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol policy)
    {
        for (INamedTypeSymbol? type = policy.BaseType; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            yield return type;
        }
    }

    private static string Policy(string members) => $"[MaskedPolicy] public sealed partial class Policy {{ {members} }}";
}
