using Masking.Benchmarks.Comparing;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

/// <summary>An attention module with random sets and parameters. All modules get the same values.</summary>
internal sealed class AttentionFixture : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly nn.Module _module;
    private readonly Func<Tensor, Tensor, Tensor> _forward;
    private readonly Tensor _entities;
    private readonly Tensor _present;
    private readonly Tensor _weights;
    private readonly Tensor[] _differentiated;

    /// <summary>Draws the sets and the parameters.</summary>
    /// <param name="module">The module. It is disposed with the fixture.</param>
    /// <param name="forward">The forward pass, from entities and presence mask to the output.</param>
    /// <param name="size">The number of environments, of entities, and of features per entity.</param>
    /// <param name="presence">The fraction of entities that are present.</param>
    public AttentionFixture(
        nn.Module module,
        Func<Tensor, Tensor, Tensor> forward,
        (int Environments, int Entities, int Dim) size,
        double presence
    )
    {
        manual_seed(size.Environments);
        _module = module;
        _forward = forward;
        _entities = randn(size.Environments, size.Entities, size.Dim, requires_grad: true);
        using Scalar present = size.Entities * presence;
        using Scalar root = Math.Sqrt(size.Dim);
        _present = rand(size.Environments, size.Entities).argsort(-1).lt(present);
        _weights = randn(_entities.shape);
        (string Name, Tensor Parameter)[] parameters = [.. module.named_parameters().OrderBy(each => each.name, StringComparer.Ordinal)];
        foreach ((_, Tensor parameter) in parameters)
        {
            using IDisposable frozen = no_grad();
            parameter.copy_(randn(parameter.shape).div(root));
        }

        _differentiated = [_entities, .. parameters.Select(each => each.Parameter)];
    }

    /// <summary>Computes the output, and the gradients of entities and parameters.</summary>
    public void ForwardAndBackward()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients();
    }

    /// <summary>Throws if another module computes different results.</summary>
    /// <param name="title">The name of the comparison, for the error message.</param>
    /// <param name="other">A fixture of the other module, with the same size.</param>
    /// <exception cref="DisagreementException">Outputs or gradients differ.</exception>
    public void RequireSame(string title, AttentionFixture other)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor output, IList<Tensor> gradients) = Gradients();
        (Tensor otherOutput, IList<Tensor> otherGradients) = other.Gradients();
        Agreement.RequireClose($"{title}: outputs", output, otherOutput);
        for (int i = 0; i < _differentiated.Length; i++)
        {
            Agreement.RequireClose($"{title}: gradients", gradients[i], otherGradients[i]);
        }
    }

    /// <summary>Disposes the module and the sets.</summary>
    public void Dispose()
    {
        _module.Dispose();
        _scope.Dispose();
    }

    private (Tensor Output, IList<Tensor> Gradients) Gradients()
    {
        Tensor output = _forward(_entities, _present);
        return (output, autograd.grad([output.mul(_weights).sum()], _differentiated));
    }
}
