#include "inspector/client/Session.h"

#include "inspector/client/Connection.h"

namespace loopscope {

Session::Session(Connection& connection, Session* parent) : m_connection(connection), m_parent(parent) {}

void Session::call(const QString& method, const QJsonObject& params, Callback done, int limit) { m_connection.call(*this, method, params, std::move(done), limit); }

} // namespace loopscope
